// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.kernels;

import java.util.Arrays;
import java.util.Collection;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What a kernel gets out of a GPU.
 *
 * @param compute share of the peak operations
 * @param read share of the bandwidth; empty where its table does not tell
 * @param startMicros what it takes whatever its size; empty where its table does not tell
 */
record Shares(double compute, OptionalDouble read, OptionalDouble startMicros) {

    /** The median of each. */
    static Shares medianOf(Collection<Shares> all) {
        return new Shares(
                median(all, shares -> OptionalDouble.of(shares.compute)).orElseThrow(),
                median(all, Shares::read),
                median(all, Shares::startMicros));
    }

    private static OptionalDouble median(
            Collection<Shares> all, Function<Shares, OptionalDouble> figure) {
        double[] sorted =
                all.stream().map(figure).flatMapToDouble(OptionalDouble::stream).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((sorted[half] + sorted[(sorted.length - 1) / 2]) / 2);
    }

    /** The value at this share of the sorted ones. */
    static double quantile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1.0, sorted.length * share)];
    }
}
