// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Figures as a person reads them, the same in every locale. */
public final class Figures {

    private static final double MICROS_PER_MILLI = 1e3;
    private static final double MICROS_PER_SECOND = 1e6;

    private Figures() {}

    /** 12,035. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** 850 us, 9.1 ms, 118 ms, 12.4 s or 330 s. */
    public static String duration(long us) {
        if (us < MICROS_PER_MILLI) {
            return us + " us";
        }
        return us < 10 * MICROS_PER_SECOND
                ? rate(us / MICROS_PER_MILLI) + " ms"
                : rate(us / MICROS_PER_SECOND) + " s";
    }

    /** Three figures below a hundred, whole numbers with separators above. */
    public static String rate(double value) {
        if (value >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(
                Locale.ROOT, value >= 10 ? "%.1f" : value >= 1 ? "%.2f" : "%.3f", value);
    }

    /** Without a fraction where there is none. */
    public static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /** 97.2 %. */
    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    /** Joules of a meter reading. */
    public static String joules(long microjoules) {
        return rate(microjoules / 1e6) + " J";
    }

    /** A currency and an amount to six places. */
    public static String money(Money money) {
        String amount = money.amount().setScale(6, RoundingMode.HALF_EVEN).toPlainString();
        return money.currency().equals("USD") ? "$" + amount : money.currency() + " " + amount;
    }
}
