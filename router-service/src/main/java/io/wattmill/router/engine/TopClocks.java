// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

import java.util.Map;
import java.util.OptionalInt;

/**
 * Highest clocks of GPUs' cores, megahertz, as their drivers tell them ({@code nvidia-smi -q -d
 * CLOCK}, "Max Clocks") and, of AMD's, as the data sheets do ("peak engine clock"). Where a type is
 * not here, the highest clock that a device was seen at has to do.
 */
public final class TopClocks {
    private static final Map<String, Integer> MEGAHERTZ =
            Map.of(
                    "a100-sxm", 1_410,
                    "h100-sxm", 1_980,
                    "h200-sxm", 1_980,
                    "b200-sxm", 1_965,
                    "l40s", 2_520,
                    "mi300x", 2_100,
                    "mi325x", 2_100,
                    "mi355x", 2_400);

    private TopClocks() {}

    /** Of a GPU by its catalogue name; empty when it is not known. */
    public static OptionalInt megahertz(String gpuType) {
        Integer known = MEGAHERTZ.get(gpuType);
        return known == null ? OptionalInt.empty() : OptionalInt.of(known);
    }
}
