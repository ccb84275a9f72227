// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.crash;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Places where a crash test has the process die as by {@code kill -9}: {@code
 * -Dwattmill.crash=after-commit@3} halts it when it passes that place for the third time. Without
 * the property, which no configuration sets, a pass is a comparison.
 */
public enum CrashPoint {
    /** A batch with records is written in its transaction. */
    BEFORE_COMMIT,
    /** A batch with records is committed and not acknowledged. */
    AFTER_COMMIT,
    /** A meter report is written, and its transaction still open. */
    IN_METER,
    /** Shares of windows are written; their transfers and costs are not. */
    IN_ATTRIBUTION,
    /** A block is written, and its transaction still open. */
    IN_SEALING,
    /** Leases have moved on the ledger; what they are is not written. */
    IN_LEASE,
    /** Leases have returned on the ledger; that they are resolved is not written. */
    IN_JANITOR,
    /** Adjustments have moved on the ledger; what they are for is not written. */
    IN_ADJUSTMENT,
    /** Bookings are rolled up; that they are is not written. */
    IN_ROLLUP;

    private static final int KILLED = 137;
    private static final AtomicLong PASSES = new AtomicLong();
    private static volatile String armed = System.getProperty("wattmill.crash", "");

    private final String prefix = name().toLowerCase(Locale.ROOT).replace('_', '-') + "@";

    /** Arms a place from now on, as the property does from the start. */
    static void arm(String place) {
        PASSES.set(0);
        armed = place;
    }

    /** What arms this place for its n-th pass. */
    String at(int pass) {
        return prefix + pass;
    }

    /** Dies here when told so. */
    public void pass() {
        String place = armed;
        if (place.startsWith(prefix) && isLast(place, PASSES.incrementAndGet())) {
            Runtime.getRuntime().halt(KILLED);
        }
    }

    private boolean isLast(String place, long pass) {
        return pass == Long.parseLong(place.substring(prefix.length()));
    }
}
