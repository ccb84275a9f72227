// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.explain;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Integers of the ledger as decimals for a reader: exact, without trailing zeros. */
final class Quantities {

    private static final int MICRO_DIGITS = 6;
    private static final int MILLI_DIGITS = 3;
    private static final int NANO_DIGITS = 9;
    private static final int RATIO_DIGITS = 4;

    private Quantities() {}

    /** Joules of microjoules. */
    static BigDecimal joules(long uj) {
        return plain(BigDecimal.valueOf(uj, MICRO_DIGITS));
    }

    /** Grams of micrograms. */
    static BigDecimal grams(long ug) {
        return plain(BigDecimal.valueOf(ug, MICRO_DIGITS));
    }

    /** Milliseconds of microseconds. */
    static BigDecimal ms(long us) {
        return plain(BigDecimal.valueOf(us, MILLI_DIGITS));
    }

    /** Microseconds of nanoseconds. */
    static BigDecimal us(long ns) {
        return plain(BigDecimal.valueOf(ns, MILLI_DIGITS));
    }

    /** Currency of nano-units. */
    static BigDecimal money(long nano) {
        return plain(BigDecimal.valueOf(nano, NANO_DIGITS));
    }

    /** A ratio of parts per million. */
    static BigDecimal ratio(long ppm) {
        return plain(
                BigDecimal.valueOf(ppm, MICRO_DIGITS)
                        .setScale(RATIO_DIGITS, RoundingMode.HALF_EVEN));
    }

    /** A part over a whole that is not zero. */
    static BigDecimal share(long part, long whole) {
        return plain(
                BigDecimal.valueOf(part)
                        .divide(BigDecimal.valueOf(whole), RATIO_DIGITS, RoundingMode.HALF_EVEN));
    }

    /** ISO 8601 in UTC of epoch microseconds. */
    static String instant(long epochUs) {
        return Instant.EPOCH.plus(epochUs, ChronoUnit.MICROS).toString();
    }

    /** Without trailing zeros or exponent. */
    static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
