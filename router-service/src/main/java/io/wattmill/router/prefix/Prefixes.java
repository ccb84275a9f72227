// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

import java.util.function.IntPredicate;

/** Search in chains of which only a beginning passes a test. */
final class Prefixes {
    private Prefixes() {}

    /** How many of the first {@code count} pass, from 1: galloping, then by halves. */
    static int longest(int count, IntPredicate passes) {
        int good = 0;
        int bad = 1;
        while (bad <= count && passes.test(bad)) {
            good = bad;
            bad *= 2;
        }
        bad = Math.min(bad, count + 1);
        while (good + 1 < bad) {
            int middle = (good + bad) >>> 1;
            if (passes.test(middle)) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        return good;
    }
}
