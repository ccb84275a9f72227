// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import java.util.Locale;

/** Differences between candidates, as a person says them. */
final class Words {
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

    /** With three digits that count. */
    static String number(double value) {
        int decimals = value == Math.rint(value) || value >= 100 ? 0 : value >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
