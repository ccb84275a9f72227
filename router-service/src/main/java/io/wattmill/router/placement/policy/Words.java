// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import java.util.Locale;

/** Differences between candidates, as a person says them. */
final class Words {
    /** Whole numbers up to here are exact in a double. */
    private static final double EXACT = 1e15;

    private Words() {}

    /** For example {@code 27 ms later}. */
    static String later(double nanos) {
        long ms = Math.round(Math.abs(nanos) / 1e6);
        return ms == 0 ? "as soon" : ms + (nanos > 0 ? " ms later" : " ms sooner");
    }

    /** For example {@code 3 more in flight}. */
    static String more(double difference, String what) {
        String figure = number(Math.abs(difference));
        return figure + (difference < 0 ? " less " : " more ") + what;
    }

    /** For example {@code 47 J more}. */
    static String dearer(double difference, String unit) {
        String figure = number(Math.abs(difference)) + " " + unit;
        return figure + (difference < 0 ? " less" : " more");
    }

    /** With three digits that count. A decision says several of these: no format is parsed. */
    static String number(double value) {
        int decimals = value == Math.rint(value) || value >= 100 ? 0 : value >= 10 ? 1 : 2;
        return value < 0 || value > EXACT
                ? String.format(Locale.ROOT, "%." + decimals + "f", value)
                : fixed(value, decimals);
    }

    private static String fixed(double value, int decimals) {
        return switch (decimals) {
            case 0 -> Long.toString(Math.round(value));
            case 1 -> point(Math.round(value * 10), 10, "");
            default -> {
                long hundredths = Math.round(value * 100);
                yield point(hundredths, 100, hundredths % 100 < 10 ? "0" : "");
            }
        };
    }

    private static String point(long scaled, long one, String zeros) {
        return scaled / one + "." + zeros + scaled % one;
    }
}
