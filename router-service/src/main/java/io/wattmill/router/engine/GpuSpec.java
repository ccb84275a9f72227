// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

/**
 * One GPU: what its maker promises, and which part of that engines get out of it.
 *
 * @param name catalogue name, for example {@code h100-sxm}
 * @param bf16Flops dense bf16 operations per second; at 8 bits it does twice as many
 * @param hbmBytes device memory
 * @param hbmBytesPerSecond peak memory bandwidth
 * @param power what it draws
 * @param efficiency share of the promise that engines reach
 * @param allReduce how its tensor-parallel group adds up partial results
 */
public record GpuSpec(
        String name,
        double bf16Flops,
        long hbmBytes,
        double hbmBytesPerSecond,
        PowerCurve power,
        Efficiency efficiency,
        AllReduce allReduce) {

    /**
     * Shares of the peak, each in (0, 1].
     *
     * @param gemm of compute, in matrix products that are bound by it
     * @param prefillAttention of compute, in the attention of a prompt
     * @param weightRead of bandwidth, while weights stream in
     * @param kvRead of bandwidth, while decoding sequences read their context
     * @param overlap part of the shorter of weight read and matrix product that the longer one does
     *     not hide: 0 = a perfect roofline, 1 = one after the other
     */
    public record Efficiency(
            double gemm,
            double prefillAttention,
            double weightRead,
            double kvRead,
            double overlap) {}

    /**
     * Time of one all-reduce of S bytes over n GPUs: {@code alpha + 2 (n - 1) / n * S / bus}.
     *
     * @param alphaSeconds latency of each one
     * @param busBytesPerSecond bus bandwidth for 2, 4 and 8 GPUs
     */
    public record AllReduce(double alphaSeconds, Bus busBytesPerSecond) {}

    /** Bus bandwidth by group size, bytes per second. */
    public record Bus(double two, double four, double eight) {
        double of(int gpus) {
            return gpus <= 2 ? two : gpus <= 4 ? four : eight;
        }
    }

    /** Dense operations per second at this width of weights. */
    public double flops(int weightBits) {
        return weightBits <= 8 ? 2 * bf16Flops : bf16Flops;
    }
}
