// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;

/**
 * What the drivers of the catalogue's GPUs call them. An agent knows them again by these: a test of
 * the whole suite asks it of each.
 */
final class ProductNames {
    private static final Map<String, String> BY_GPU =
            Map.ofEntries(
                    entry("a100-sxm", "NVIDIA A100-SXM4-80GB"),
                    entry("h100-sxm", "NVIDIA H100 80GB HBM3"),
                    entry("h200-sxm", "NVIDIA H200"),
                    entry("b200-sxm", "NVIDIA B200"),
                    entry("b300-sxm", "NVIDIA B300 SXM6 AC"),
                    entry("gb200", "NVIDIA GB200"),
                    entry("gb300", "NVIDIA GB300"),
                    entry("rtx-pro-6000", "NVIDIA RTX PRO 6000 Blackwell Server Edition"),
                    entry("l40s", "NVIDIA L40S"),
                    entry("mi300x", "AMD Instinct MI300X"),
                    entry("mi325x", "AMD Instinct MI325X"),
                    entry("mi355x", "AMD Instinct MI355X"));

    private ProductNames() {}

    /**
     * The driver's name for it, and that it is none: agents mark the node by that.
     *
     * @param gpu catalogue name
     */
    static String of(String gpu) {
        return Optional.ofNullable(BY_GPU.get(gpu)).orElseThrow() + " (emulated)";
    }
}
