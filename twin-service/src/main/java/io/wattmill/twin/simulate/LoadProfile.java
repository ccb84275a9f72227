// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate;

import java.util.List;

/**
 * How a fleet was loaded over the run.
 *
 * @param binNanos length of a bin; the last one may be shorter
 * @param bins in order of time
 */
public record LoadProfile(long binNanos, List<Bin> bins) {
    /** Of a run that was not watched. */
    public static final LoadProfile NONE = new LoadProfile(1, List.of());

    /**
     * Means over a bin.
     *
     * @param nanos its length
     * @param gpuWatts of all GPUs
     * @param busyShare of the engines' time, 0 to 1
     * @param idleWatts of them, drawn by engines that ran no step
     */
    public record Bin(long nanos, double gpuWatts, double busyShare, double idleWatts) {}

    /** Copies its list. */
    public LoadProfile {
        bins = List.copyOf(bins);
    }

    /** The highest mean of a bin; 0 without one. */
    public double peakWatts() {
        return bins.stream().mapToDouble(Bin::gpuWatts).max().orElse(0);
    }
}
