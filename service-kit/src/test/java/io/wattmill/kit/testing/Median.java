// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.testing;

import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/** What something takes as a rule: a pause of the machine makes one round long, not most. */
public final class Median {

    private Median() {}

    /** The median of so many rounds, an odd number, each of which says what it took. */
    public static long of(int rounds, LongSupplier round) {
        return LongStream.generate(round)
                .limit(rounds)
                .sorted()
                .skip(rounds / 2)
                .findFirst()
                .orElseThrow();
    }
}
