// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.admission;

import io.wattmill.gateway.budget.Measure;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Amounts and times as people read them. */
final class Amounts {

    private static final int NANO_DECIMALS = 9;
    private static final int UJ_DECIMALS = 6;
    private static final int CENTS = 2;
    private static final BigDecimal CENT = new BigDecimal("0.01");
    private static final long US_PER_S = 1_000_000L;
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private Amounts() {}

    /** {@code $9.98}, {@code 9,980 tokens}, {@code 12.5 J}. */
    static String of(Measure.Spendable measure, long amount) {
        return switch (measure) {
            case Measure.Money(String currency) ->
                    currency.equals("USD") ? "$" + money(amount) : money(amount) + " " + currency;
            case Measure.Tokens() -> whole(amount) + " tokens";
            case Measure.Joules() -> joules(amount) + " J";
        };
    }

    /** Cents, or two digits of what is less than one. */
    private static String money(long nano) {
        BigDecimal exact = BigDecimal.valueOf(nano, NANO_DECIMALS);
        return exact.signum() == 0 || exact.compareTo(CENT) >= 0
                ? String.format(Locale.ROOT, "%,.2f", exact.setScale(CENTS, RoundingMode.HALF_UP))
                : exact.round(new MathContext(2)).stripTrailingZeros().toPlainString();
    }

    private static String joules(long uj) {
        BigDecimal exact = BigDecimal.valueOf(uj, UJ_DECIMALS).round(new MathContext(4));
        return exact.stripTrailingZeros().toPlainString();
    }

    /** {@code 12,000}. */
    static String whole(long amount) {
        return String.format(Locale.ROOT, "%,d", amount);
    }

    /** {@code 3 h 12 min}, {@code 8 d 3 h}, {@code 1.2 s}. */
    static String time(long us) {
        long seconds = Math.ceilDiv(us, US_PER_S);
        if (seconds >= DAY) {
            return seconds / DAY + " d " + seconds % DAY / HOUR + " h";
        }
        if (seconds >= HOUR) {
            return seconds / HOUR + " h " + seconds % HOUR / MINUTE + " min";
        }
        if (seconds >= MINUTE) {
            return Math.ceilDiv(seconds, MINUTE) + " min";
        }
        return seconds + " s";
    }
}
