// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

import static java.util.Map.entry;

import java.util.Map;
import java.util.OptionalInt;

/**
 * Highest clocks of GPUs' cores, megahertz, as their drivers tell them ({@code nvidia-smi -q -d
 * CLOCK}, "Max Clocks") and, of AMD's, as the data sheets do ("peak engine clock"). Where a type is
 * not here, the highest clock that a device was seen at has to do.
 *
 * <p>GB200 and GB300: NVIDIA's captures of real nodes (NVIDIA/k8s-test-infra, {@code
 * nvidiasmi/testdata/hardware}, driver 580.173). B300 SXM6 AC: nvidia-smi's 2,032 MHz at 1,100 W,
 * as its users publish it. RTX PRO 6000: of the Server Edition, which aiconfigurator's figures are
 * scaled to ({@code rtx_pro_6000_server.yaml}); the Workstation Edition goes to 3,090.
 */
public final class TopClocks {
    private static final Map<String, Integer> MEGAHERTZ =
            Map.ofEntries(
                    entry("a100-sxm", 1_410),
                    entry("h100-sxm", 1_980),
                    entry("h200-sxm", 1_980),
                    entry("b200-sxm", 1_965),
                    entry("b300-sxm", 2_032),
                    entry("gb200", 2_062),
                    entry("gb300", 2_070),
                    entry("rtx-pro-6000", 2_430),
                    entry("l40s", 2_520),
                    entry("mi300x", 2_100),
                    entry("mi325x", 2_100),
                    entry("mi355x", 2_400));

    private TopClocks() {}

    /** Of a GPU by its catalogue name; empty when it is not known. */
    public static OptionalInt megahertz(String gpuType) {
        Integer known = MEGAHERTZ.get(gpuType);
        return known == null ? OptionalInt.empty() : OptionalInt.of(known);
    }
}
