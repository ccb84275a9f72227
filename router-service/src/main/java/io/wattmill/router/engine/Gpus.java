// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

import static io.wattmill.router.engine.GpuSpec.Generation.ADA;
import static io.wattmill.router.engine.GpuSpec.Generation.AMPERE;
import static io.wattmill.router.engine.GpuSpec.Generation.BLACKWELL;
import static io.wattmill.router.engine.GpuSpec.Generation.CDNA3;
import static io.wattmill.router.engine.GpuSpec.Generation.CDNA4;
import static io.wattmill.router.engine.GpuSpec.Generation.HOPPER;

import io.wattmill.router.engine.GpuSpec.AllReduce;
import io.wattmill.router.engine.GpuSpec.Bus;

import java.util.List;
import java.util.Optional;

/**
 * The GPUs whose figures are known.
 *
 * <p>Peak compute (dense), memory, bandwidth and TDP: the makers' data sheets as tabled by
 * aiconfigurator ({@code systems/*.yaml}, commit 095f58a) and, for AMD, by InferenceX ({@code
 * gpu-specs.ts}). Kernels: {@link KernelTables}. All-reduce: vLLM's custom one in graphs, from
 * aiconfigurator's tables; GB200's and GB300's trays have four GPUs, their eight are taken to be as
 * the B200's and B300's; derived where there is no such table (PCIe 4: two thirds of 32 GB/s; RTX
 * PRO 6000: from one vLLM run on two of them, over vLLM's factors, slow for PCIe 5, as of GPUs
 * without a direct path).
 *
 * <p>Power: {@link PowerCurves}.
 */
public final class Gpus {
    private static final AllReduce NVLINK4 = reduce(4.5e-6, 334e9, 355e9, 469e9);
    private static final AllReduce NVLINK5 = reduce(7e-6, 565e9, 641e9, 722e9);
    private static final AllReduce PCIE_BY_HOST = reduce(30e-6, 36e9, 36e9, 36e9);
    private static final AllReduce PCIE4 = reduce(15e-6, 21e9, 21e9, 21e9);
    private static final AllReduce INFINITY = reduce(9e-6, 300e9, 320e9, 350e9);

    public static final GpuSpec H100_SXM =
            GpuSheet.of("h100-sxm", HOPPER)
                    .teraflops(989, 1978, 989)
                    .memoryBytes(85_899_345_920L)
                    .memoryTerabytesPerSecond(3.35)
                    .tdpWatts(700)
                    .allReduce(NVLINK4)
                    .measured();

    public static final GpuSpec H200_SXM =
            GpuSheet.of("h200-sxm", HOPPER)
                    .teraflops(989, 1978, 989)
                    .memoryBytes(151_397_597_184L)
                    .memoryTerabytesPerSecond(4.8)
                    .tdpWatts(700)
                    .allReduce(NVLINK4)
                    .measured();

    private static final List<GpuSpec> ALL =
            List.of(
                    GpuSheet.of("a100-sxm", AMPERE)
                            .teraflops(312, 312, 312)
                            .memoryBytes(85_899_345_920L)
                            .memoryTerabytesPerSecond(2.039)
                            .tdpWatts(400)
                            .allReduce(reduce(5.2e-6, 199e9, 221e9, 228e9))
                            .measured(),
                    H100_SXM,
                    H200_SXM,
                    GpuSheet.of("b200-sxm", BLACKWELL)
                            .teraflops(2250, 4500, 9000)
                            .memoryBytes(193_273_528_320L)
                            .memoryTerabytesPerSecond(7.7)
                            .tdpWatts(1000)
                            .allReduce(NVLINK5)
                            .measured(),
                    GpuSheet.of("b300-sxm", BLACKWELL)
                            .teraflops(2250, 4500, 14_000)
                            .memoryBytes(288_400_343_040L)
                            .memoryTerabytesPerSecond(7.75)
                            .tdpWatts(1100)
                            .allReduce(reduce(6.8e-6, 577e9, 636e9, 729e9))
                            .measured(),
                    GpuSheet.of("gb200", BLACKWELL)
                            .teraflops(2500, 5000, 10_000)
                            .memoryBytes(198_674_743_296L)
                            .memoryTerabytesPerSecond(8.0)
                            .tdpWatts(1200)
                            .allReduce(reduce(5e-6, 206e9, 565e9, 722e9))
                            .scaleUpGpus(72)
                            .measured(),
                    GpuSheet.of("gb300", BLACKWELL)
                            .teraflops(2500, 5000, 15_000)
                            .memoryBytes(298_013_687_808L)
                            .memoryTerabytesPerSecond(8.0)
                            .tdpWatts(1400)
                            .allReduce(reduce(7e-6, 576e9, 645e9, 729e9))
                            .scaleUpGpus(72)
                            .measured(),
                    GpuSheet.of("rtx-pro-6000", BLACKWELL)
                            .teraflops(467.8, 935.6, 1871.2)
                            .memoryBytes(102_641_958_912L)
                            .memoryTerabytesPerSecond(1.792)
                            .tdpWatts(600)
                            .allReduce(PCIE_BY_HOST)
                            .derived(),
                    GpuSheet.of("l40s", ADA)
                            .teraflops(362.05, 733, 362.05)
                            .memoryBytes(48_305_799_168L)
                            .memoryTerabytesPerSecond(0.864)
                            .tdpWatts(350)
                            .allReduce(PCIE4)
                            .derived(),
                    GpuSheet.of("mi300x", CDNA3)
                            .teraflops(1307, 2615, 1307)
                            .memoryBytes(206_158_430_208L)
                            .memoryTerabytesPerSecond(5.3)
                            .tdpWatts(750)
                            .allReduce(INFINITY)
                            .derived(),
                    GpuSheet.of("mi325x", CDNA3)
                            .teraflops(1307, 2615, 1307)
                            .memoryBytes(274_877_906_944L)
                            .memoryTerabytesPerSecond(6.0)
                            .tdpWatts(1000)
                            .allReduce(INFINITY)
                            .derived(),
                    GpuSheet.of("mi355x", CDNA4)
                            .teraflops(2516, 5033, 10_066)
                            .memoryBytes(309_237_645_312L)
                            .memoryTerabytesPerSecond(8.0)
                            .tdpWatts(1400)
                            .allReduce(INFINITY)
                            .derived());

    private Gpus() {}

    /** Every GPU of the catalogue. */
    public static List<GpuSpec> all() {
        return ALL;
    }

    /** The GPU of this catalogue name. */
    public static Optional<GpuSpec> find(String name) {
        return ALL.stream().filter(gpu -> gpu.name().equals(name)).findFirst();
    }

    private static AllReduce reduce(double alphaSeconds, double two, double four, double eight) {
        return new AllReduce(alphaSeconds, new Bus(two, four, eight));
    }
}
