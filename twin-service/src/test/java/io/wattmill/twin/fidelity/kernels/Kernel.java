// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.kernels;

import java.util.List;
import java.util.OptionalDouble;

/**
 * One measured run of a matrix product.
 *
 * @param large whether it is bound by computing
 * @param small whether it is bound by reading
 * @param flops operations
 * @param bytes of weights read
 */
record Kernel(boolean large, boolean small, double flops, double bytes, double seconds) {
    private static final double UPPER_QUARTILE = 0.75;
    private static final double MICROS = 1e6;

    /**
     * The upper quartile of what large ones compute; and of small ones the line {@code start +
     * bytes / (read x bandwidth)} that makes the squares of relative errors least.
     *
     * @param peak operations per second
     * @param bandwidth bytes per second
     * @param line whether small ones tell anything
     */
    static Shares shares(List<Kernel> kernels, double peak, double bandwidth, boolean line) {
        double[] reached =
                kernels.stream()
                        .filter(Kernel::large)
                        .mapToDouble(kernel -> kernel.flops / kernel.seconds / peak)
                        .toArray();
        double compute = Shares.quantile(reached, UPPER_QUARTILE);
        if (!line) {
            return new Shares(compute, OptionalDouble.empty(), OptionalDouble.empty());
        }
        Line fitted = Line.of(kernels.stream().filter(Kernel::small).toList());
        return new Shares(
                compute,
                OptionalDouble.of(1 / fitted.secondsPerByte / bandwidth),
                OptionalDouble.of(fitted.start * MICROS));
    }

    private record Line(double start, double secondsPerByte) {
        /** Least squares with each run weighted by 1 / seconds^2. */
        static Line of(List<Kernel> runs) {
            double weights = 0;
            double bytes = 0;
            double seconds = 0;
            for (Kernel run : runs) {
                double weight = 1 / run.seconds / run.seconds;
                weights += weight;
                bytes += weight * run.bytes;
                seconds += weight * run.seconds;
            }
            return through(runs, bytes / weights, seconds / weights);
        }

        private static Line through(List<Kernel> runs, double bytes, double seconds) {
            double spread = 0;
            double together = 0;
            for (Kernel run : runs) {
                double weight = (run.bytes - bytes) / run.seconds / run.seconds;
                spread += weight * (run.bytes - bytes);
                together += weight * (run.seconds - seconds);
            }
            double slope = together / spread;
            return new Line(seconds - slope * bytes, slope);
        }
    }
}
