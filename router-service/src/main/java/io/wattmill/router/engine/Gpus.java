// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

import static io.wattmill.router.engine.GpuSpec.Generation.ADA;
import static io.wattmill.router.engine.GpuSpec.Generation.AMPERE;
import static io.wattmill.router.engine.GpuSpec.Generation.BLACKWELL;
import static io.wattmill.router.engine.GpuSpec.Generation.CDNA3;
import static io.wattmill.router.engine.GpuSpec.Generation.CDNA4;
import static io.wattmill.router.engine.GpuSpec.Generation.HOPPER;
import static io.wattmill.router.engine.Provenance.DERIVED;
import static io.wattmill.router.engine.Provenance.MEASURED;

import io.wattmill.router.engine.GpuSpec.AllReduce;
import io.wattmill.router.engine.GpuSpec.Bus;
import io.wattmill.router.engine.GpuSpec.Generation;
import io.wattmill.router.engine.GpuSpec.Peak;

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
    private static final double TERA = 1e12;
    private static final AllReduce NVLINK4 = reduce(4.5e-6, 334e9, 355e9, 469e9);
    private static final AllReduce NVLINK5 = reduce(7e-6, 565e9, 641e9, 722e9);
    private static final AllReduce PCIE_BY_HOST = reduce(30e-6, 36e9, 36e9, 36e9);
    private static final AllReduce PCIE4 = reduce(15e-6, 21e9, 21e9, 21e9);
    private static final AllReduce INFINITY = reduce(9e-6, 300e9, 320e9, 350e9);

    public static final GpuSpec H100_SXM =
            gpu("h100-sxm", HOPPER, peak(989, 1978, 989), 85_899_345_920L, 3.35, 700, NVLINK4, 8);
    public static final GpuSpec H200_SXM =
            gpu("h200-sxm", HOPPER, peak(989, 1978, 989), 151_397_597_184L, 4.8, 700, NVLINK4, 8);

    private static final List<GpuSpec> ALL =
            List.of(
                    gpu(
                            "a100-sxm",
                            AMPERE,
                            peak(312, 312, 312),
                            85_899_345_920L,
                            2.039,
                            400,
                            reduce(5.2e-6, 199e9, 221e9, 228e9),
                            8),
                    H100_SXM,
                    H200_SXM,
                    gpu(
                            "b200-sxm",
                            BLACKWELL,
                            peak(2250, 4500, 9000),
                            193_273_528_320L,
                            7.7,
                            1000,
                            NVLINK5,
                            8),
                    gpu(
                            "b300-sxm",
                            BLACKWELL,
                            peak(2250, 4500, 14_000),
                            288_400_343_040L,
                            7.75,
                            1100,
                            reduce(6.8e-6, 577e9, 636e9, 729e9),
                            8),
                    gpu(
                            "gb200",
                            BLACKWELL,
                            peak(2500, 5000, 10_000),
                            198_674_743_296L,
                            8.0,
                            1200,
                            reduce(5e-6, 206e9, 565e9, 722e9),
                            72),
                    gpu(
                            "gb300",
                            BLACKWELL,
                            peak(2500, 5000, 15_000),
                            298_013_687_808L,
                            8.0,
                            1400,
                            reduce(7e-6, 576e9, 645e9, 729e9),
                            72),
                    derived(
                            "rtx-pro-6000",
                            BLACKWELL,
                            peak(467.8, 935.6, 1871.2),
                            102_641_958_912L,
                            1.792,
                            600,
                            PCIE_BY_HOST),
                    derived(
                            "l40s",
                            ADA,
                            peak(362.05, 733, 362.05),
                            48_305_799_168L,
                            0.864,
                            350,
                            PCIE4),
                    derived(
                            "mi300x",
                            CDNA3,
                            peak(1307, 2615, 1307),
                            206_158_430_208L,
                            5.3,
                            750,
                            INFINITY),
                    derived(
                            "mi325x",
                            CDNA3,
                            peak(1307, 2615, 1307),
                            274_877_906_944L,
                            6.0,
                            1000,
                            INFINITY),
                    derived(
                            "mi355x",
                            CDNA4,
                            peak(2516, 5033, 10_066),
                            309_237_645_312L,
                            8.0,
                            1400,
                            INFINITY));

    private Gpus() {}

    /** Every GPU of the catalogue. */
    public static List<GpuSpec> all() {
        return ALL;
    }

    /** The GPU of this catalogue name. */
    public static Optional<GpuSpec> find(String name) {
        return ALL.stream().filter(gpu -> gpu.name().equals(name)).findFirst();
    }

    private static GpuSpec gpu(
            String name,
            Generation generation,
            Peak peak,
            long hbmBytes,
            double terabytesPerSecond,
            long watts,
            AllReduce allReduce,
            int scaleUp) {
        return new GpuSpec(
                name,
                generation,
                peak,
                hbmBytes,
                terabytesPerSecond * TERA,
                PowerCurves.of(name, watts * 1000).curve(),
                KernelTables.of(name, generation),
                allReduce,
                scaleUp,
                MEASURED);
    }

    private static GpuSpec derived(
            String name,
            Generation generation,
            Peak peak,
            long hbmBytes,
            double terabytesPerSecond,
            long watts,
            AllReduce allReduce) {
        return new GpuSpec(
                name,
                generation,
                peak,
                hbmBytes,
                terabytesPerSecond * TERA,
                PowerCurves.of(name, watts * 1000).curve(),
                KernelTables.of(name, generation),
                allReduce,
                8,
                DERIVED);
    }

    private static Peak peak(double bf16, double fp8, double fp4) {
        return new Peak(bf16 * TERA, fp8 * TERA, fp4 * TERA);
    }

    private static AllReduce reduce(double alpha, double two, double four, double eight) {
        return new AllReduce(alpha, new Bus(two, four, eight));
    }
}
