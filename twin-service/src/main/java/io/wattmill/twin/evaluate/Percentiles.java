// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.evaluate;

import java.util.Arrays;
import java.util.stream.Stream;

/** Of a quantity over all runs of a policy; 0 where there is none. */
public record Percentiles(double p50, double p90, double p99) {
    static Percentiles of(Stream<double[]> parts) {
        double[] all = parts.flatMapToDouble(Arrays::stream).sorted().toArray();
        return new Percentiles(at(all, 0.5), at(all, 0.9), at(all, 0.99));
    }

    /** The nearest rank. */
    private static double at(double[] ascending, double share) {
        int rank = (int) Math.ceil(share * ascending.length);
        return ascending.length == 0 ? 0 : ascending[Math.max(0, rank - 1)];
    }
}
