// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.mlperf;

import io.wattmill.router.engine.GpuSpec;
import io.wattmill.router.engine.GpuSpec.Generation;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.PowerCurves;
import io.wattmill.twin.fidelity.data.EvenTuning;

import java.util.Map;
import java.util.Optional;

/**
 * GPUs of MLPerf's rows by their names there. Those that the catalogue has not are its Hopper
 * boards with another memory, clock and limit, by NVIDIA's data sheets.
 *
 * @param llamaGroup GPUs over which Llama-2-70B was spread: NVIDIA's configurations, tensor
 *     parallelism 2 on 80 and 94 GB, 1 on more, 4 on the L40S
 */
record Board(GpuSpec gpu, int llamaGroup) {
    private static final Map<String, Board> KNOWN =
            Map.ofEntries(
                    Map.entry("NVIDIA H100-SXM-80GB", new Board(Gpus.H100_SXM, 2)),
                    Map.entry("NVIDIA H200-SXM-141GB", new Board(Gpus.H200_SXM, 1)),
                    Map.entry("NVIDIA H100-NVL-94GB", hopper(1671, 94, 3.9, 400, 250e9, 2)),
                    Map.entry("NVIDIA H100-PCIe-80GB", hopper(1513, 80, 2.0, 350, 43e9, 2)),
                    Map.entry(
                            "NVIDIA GH200 Grace Hopper Superchip 96GB",
                            hopper(1979, 96, 4.0, 700, 334e9, 1)),
                    Map.entry(
                            "NVIDIA GH200 Grace Hopper Superchip 144GB",
                            hopper(1979, 144, 4.9, 700, 334e9, 1)),
                    Map.entry("NVIDIA L40S", catalogue("l40s", 4)),
                    Map.entry("NVIDIA B200-SXM-180GB", catalogue("b200-sxm", 1)),
                    Map.entry("AMD Instinct MI300X-NPS1-SPX-192GB-750W", catalogue("mi300x", 1)),
                    Map.entry("AMD MI300X-NPS1-SPX-192GB-750W", catalogue("mi300x", 1)));

    private static final double TERA = 1e12;
    private static final long GIGA = 1_000_000_000;
    private static final long H100_MILLIWATTS = 700_000;
    private static final double H100_FP8 = 1979;

    static Optional<Board> of(String accelerator) {
        return Optional.ofNullable(KNOWN.get(accelerator));
    }

    private static Board catalogue(String name, int llamaGroup) {
        return new Board(Gpus.find(name).orElseThrow(), llamaGroup);
    }

    /** A Hopper that would draw as an H100 of its clock does, if its limit let it. */
    private static Board hopper(
            double fp8, long gigabytes, double bandwidth, long watts, double bus, int llamaGroup) {
        long unlimited = Math.round(H100_MILLIWATTS * fp8 / H100_FP8);
        GpuSpec gpu =
                new GpuSpec(
                        "hopper-" + gigabytes,
                        Generation.HOPPER,
                        new GpuSpec.Peak(fp8 / 2 * TERA, fp8 * TERA, fp8 / 2 * TERA),
                        gigabytes * GIGA,
                        bandwidth * TERA,
                        PowerCurves.of("h100-sxm", unlimited).curve().limitedTo(watts * 1000),
                        Gpus.H100_SXM.kernels(),
                        Gpus.H100_SXM.allReduce(),
                        8,
                        Gpus.H100_SXM.provenance());
        return new Board(EvenTuning.linked(gpu, 9e-6, bus), llamaGroup);
    }
}
