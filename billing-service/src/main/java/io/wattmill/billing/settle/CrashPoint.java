// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.settle;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Where a crash test has the process die as by {@code kill -9}: {@code
 * -Dwattmill.crash=after-commit@3} halts it after the third batch with records was committed and
 * before it is acknowledged. Without the property, which no configuration sets, a pass is a
 * comparison.
 */
final class CrashPoint {

    private static final int KILLED = 137;
    private static final String PREFIX = "after-commit@";
    private static final String ARMED = System.getProperty("wattmill.crash", "");
    private static final AtomicLong PASSES = new AtomicLong();

    private CrashPoint() {}

    /** Dies here when told so. */
    static void afterCommit() {
        if (ARMED.startsWith(PREFIX) && isLast(PASSES.incrementAndGet())) {
            Runtime.getRuntime().halt(KILLED);
        }
    }

    private static boolean isLast(long pass) {
        return pass == Long.parseLong(ARMED.substring(PREFIX.length()));
    }
}
