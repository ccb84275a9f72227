// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.crash;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Places where a crash test has the process die as by {@code kill -9}: {@code
 * -Dwattmill.crash=after-close@7} halts it when it passes that place for the seventh time. Without
 * the property, which no configuration sets, a pass is a comparison.
 */
public enum CrashPoint {
    /** The engine's answer is here in full; the request is still open in the journal. */
    AFTER_ENGINE,
    /** The request is closed in the journal; the caller has not got the end of its answer. */
    AFTER_CLOSE,
    /** The ledger has confirmed a batch; the journal has not noted it. */
    AFTER_SETTLE;

    private static final int KILLED = 137;
    private static final String ARMED = System.getProperty("wattmill.crash", "");
    private static final AtomicLong PASSES = new AtomicLong();

    private final String prefix = name().toLowerCase(Locale.ROOT).replace('_', '-') + "@";

    /** Dies here when told so. */
    public void pass() {
        if (!ARMED.isEmpty() && ARMED.startsWith(prefix) && isLast(PASSES.incrementAndGet())) {
            Runtime.getRuntime().halt(KILLED);
        }
    }

    private boolean isLast(long pass) {
        return pass == Long.parseLong(ARMED.substring(prefix.length()));
    }
}
