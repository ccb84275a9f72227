// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import java.math.BigDecimal;

/**
 * Bounds in the unit that is counted; {@code scale} of them make one of the unit that is written.
 *
 * @param unit that is written; empty without one
 * @param scale counted units per written unit
 * @param min lowest count
 * @param max highest count
 */
record Range(String unit, long scale, long min, long max) {
    private static final long MILLIONTHS = 1_000_000;

    /** Whole numbers. */
    static Range whole(String unit, long min, long max) {
        return new Range(unit, 1, min, max);
    }

    /** Decimals, counted in millionths. */
    static Range real(String unit, double min, double max) {
        return new Range(
                unit, MILLIONTHS, Math.round(min * MILLIONTHS), Math.round(max * MILLIONTHS));
    }

    /** Watts from kilowatts. */
    static Range kilowatts(long max) {
        return new Range("kW", 1_000, 1, max * 1_000);
    }

    /** Millionths from a share. */
    static Range share() {
        return new Range("(0 to 1)", MILLIONTHS, 0, MILLIONTHS);
    }

    String text() {
        return ("a number from " + written(min) + " to " + written(max) + " " + unit).strip();
    }

    String step() {
        return ("give a multiple of " + written(1) + " " + unit).strip();
    }

    boolean holds(BigDecimal value) {
        return value.compareTo(exact(min)) >= 0 && value.compareTo(exact(max)) <= 0;
    }

    /** A written number that counts so many. */
    BigDecimal exact(long counted) {
        return BigDecimal.valueOf(counted).divide(BigDecimal.valueOf(scale));
    }

    String written(long counted) {
        return exact(counted).stripTrailingZeros().toPlainString();
    }
}
