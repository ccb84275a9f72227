// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

import io.wattmill.router.engine.GpuSpec.AllReduce;
import io.wattmill.router.engine.GpuSpec.Bus;
import io.wattmill.router.engine.GpuSpec.Efficiency;

import java.util.List;
import java.util.Optional;

/**
 * The GPUs whose figures are known.
 *
 * <p>Peak compute, memory, bandwidth and TDP: NVIDIA's data sheets as tabled by aiconfigurator
 * ({@code systems/h100_sxm.yaml}, {@code h200_sxm.yaml}, commit 095f58a). Efficiencies: matrix
 * products 0.70, as measured in aiconfigurator's vLLM 0.22 kernel tables for the H200; weight and
 * KV reads 0.85 and 0.80 of peak, within the measured 0.78 and 0.48-0.88; prefill attention 0.50
 * (measured 0.56 in the kernel alone). Overlap and the all-reduce latency of 9 us (kernel alone:
 * 4.2-4.7 us; the rest is waiting for the slowest of the group) are fitted together with {@link
 * EngineModel}'s overheads. Bus bandwidth: vLLM's custom all-reduce in the same tables.
 *
 * <p>Power: {@link PowerCurve} for the H100. The H200 is the same chip at the same TDP with faster
 * memory and has no rows in the source, so it takes the H100's curve; its low end, 0.67 of TDP,
 * lies within the 0.48-0.74 that aiconfigurator measured for the H200's decode products. Idle with
 * a model loaded, 115 W: the assumption of the feasibility study behind energy-aware placement.
 */
public final class Gpus {
    private static final PowerCurve HOPPER_POWER =
            new PowerCurve(115_000, 470_000, 698_000, 59, 0.929, 0.914, 700_000);
    private static final Efficiency HOPPER = new Efficiency(0.70, 0.50, 0.85, 0.80, 0.75);
    private static final AllReduce NVLINK4 = new AllReduce(9e-6, new Bus(334e9, 355e9, 469e9));

    public static final GpuSpec H100_SXM =
            new GpuSpec(
                    "h100-sxm", 989e12, 85_899_345_920L, 3.35e12, HOPPER_POWER, HOPPER, NVLINK4);
    public static final GpuSpec H200_SXM =
            new GpuSpec(
                    "h200-sxm", 989e12, 151_397_597_184L, 4.8e12, HOPPER_POWER, HOPPER, NVLINK4);

    private static final List<GpuSpec> ALL = List.of(H100_SXM, H200_SXM);

    private Gpus() {}

    /** Every GPU of the catalogue. */
    public static List<GpuSpec> all() {
        return ALL;
    }

    /** The GPU of this catalogue name. */
    public static Optional<GpuSpec> find(String name) {
        return ALL.stream().filter(gpu -> gpu.name().equals(name)).findFirst();
    }
}
