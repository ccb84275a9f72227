// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

/**
 * One GPU: what its maker promises, and what its kernels were measured to get out of it.
 *
 * @param name catalogue name, for example {@code h100-sxm}
 * @param generation of its architecture: whose kernels it runs
 * @param peak dense operations per second by width
 * @param hbmBytes device memory
 * @param hbmBytesPerSecond peak memory bandwidth
 * @param power what it draws
 * @param kernels share of the promise that kernels reach
 * @param allReduce how its tensor-parallel group adds up partial results
 * @param scaleUpGpus GPUs that its fast interconnect joins
 * @param provenance of {@code kernels} and {@code allReduce}; the rest is the maker's claim
 */
public record GpuSpec(
        String name,
        Generation generation,
        Peak peak,
        long hbmBytes,
        double hbmBytesPerSecond,
        PowerCurve power,
        KernelTable kernels,
        AllReduce allReduce,
        int scaleUpGpus,
        Provenance provenance) {

    /** Architectures whose kernels differ. */
    public enum Generation {
        AMPERE,
        ADA,
        HOPPER,
        BLACKWELL,
        CDNA3,
        CDNA4;

        /** Whether its tensor cores multiply 4-bit floats. */
        public boolean multipliesFourBits() {
            return this == BLACKWELL || this == CDNA4;
        }
    }

    /**
     * Dense operations per second.
     *
     * @param bf16 at 16 bits
     * @param fp8 at 8 bits; as at 16 where the GPU has no such cores
     * @param fp4 at 4 bits; as at 16 where the GPU has no such cores
     */
    public record Peak(double bf16, double fp8, double fp4) {}

    /**
     * Time of one all-reduce of S bytes over n GPUs: {@code alpha + 2 (n - 1) / n * S / bus}.
     *
     * @param alphaSeconds latency of each one, as the kernel alone
     * @param busBytesPerSecond bus bandwidth for 2, 4 and 8 GPUs
     */
    public record AllReduce(double alphaSeconds, Bus busBytesPerSecond) {}

    /** Bus bandwidth by group size, bytes per second. */
    public record Bus(double two, double four, double eight) {
        double of(int gpus) {
            return gpus <= 2 ? two : gpus <= 4 ? four : eight;
        }
    }

    /** Dense operations per second at 16 bits. */
    public double bf16Flops() {
        return peak.bf16();
    }

    /** Dense operations per second at this width of weights. */
    public double flops(int weightBits) {
        return weightBits <= 8 ? peak.fp8() : peak.bf16();
    }

    /** The most operations per second that weights of this format can be multiplied with. */
    public double peakFlops(WeightFormat format) {
        return switch (format) {
            case BF16, INT4 -> peak.bf16();
            case FP8 -> peak.fp8();
            case NVFP4 -> peak.fp4();
            case MXFP4 -> generation.multipliesFourBits() ? peak.fp8() : peak.bf16();
        };
    }
}
