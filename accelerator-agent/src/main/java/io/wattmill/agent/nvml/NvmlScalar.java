// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import io.wattmill.agent.device.Quantity;

import java.util.List;

/**
 * Quantities that a function of their own tells, in order of preference where several tell one: the
 * first that answers counts.
 */
enum NvmlScalar {
    POWER(NvmlFunction.POWER_USAGE, Quantity.POWER_MW, Width.U32, 1),
    /** Millijoules. */
    ENERGY(NvmlFunction.TOTAL_ENERGY, Quantity.ENERGY_UJ, Width.U64, 1_000),
    LIMIT(NvmlFunction.ENFORCED_LIMIT, Quantity.POWER_CAP_MW, Width.U32, 1),
    SM_CLOCK(NvmlFunction.CLOCK, Quantity.SM_CLOCK_MHZ, Width.U32, 1),
    GRAPHICS_CLOCK(NvmlFunction.CLOCK, Quantity.GRAPHICS_CLOCK_MHZ, Width.U32, 1),
    MEMORY_CLOCK(NvmlFunction.CLOCK, Quantity.MEMORY_CLOCK_MHZ, Width.U32, 1),
    EVENT_REASONS(NvmlFunction.EVENT_REASONS, Quantity.THROTTLE_REASONS, Width.U64, 1),
    /** The older name. */
    THROTTLE(NvmlFunction.THROTTLE_REASONS, Quantity.THROTTLE_REASONS, Width.U64, 1),
    PSTATE(NvmlFunction.PERFORMANCE_STATE, Quantity.PERFORMANCE_STATE, Width.U32, 1),
    PCIE_GENERATION(NvmlFunction.PCIE_GENERATION, Quantity.PCIE_GENERATION, Width.U32, 1),
    PCIE_WIDTH(NvmlFunction.PCIE_WIDTH, Quantity.PCIE_WIDTH, Width.U32, 1);

    /** What the batch at 10 Hz tells where the driver knows fields. */
    static final List<NvmlScalar> INSTEAD_OF_FIELDS = List.of(POWER, ENERGY, LIMIT);

    /** What is read about once a second. */
    static final List<NvmlScalar> SLOW =
            List.of(
                    SM_CLOCK,
                    GRAPHICS_CLOCK,
                    MEMORY_CLOCK,
                    EVENT_REASONS,
                    THROTTLE,
                    PSTATE,
                    PCIE_GENERATION,
                    PCIE_WIDTH);

    /** How wide the answer is. */
    private enum Width {
        U32,
        U64
    }

    private static final int CLOCK_GRAPHICS = 0;
    private static final int CLOCK_SM = 1;
    private static final int CLOCK_MEMORY = 2;

    private final NvmlFunction function;
    private final Quantity quantity;
    private final Width width;
    private final long scale;

    NvmlScalar(NvmlFunction function, Quantity quantity, Width width, long scale) {
        this.function = function;
        this.quantity = quantity;
        this.width = width;
        this.scale = scale;
    }

    NvmlFunction function() {
        return function;
    }

    Quantity quantity() {
        return quantity;
    }

    NvmlReturn call(NvmlLibrary library, long device, Scratch answer) {
        return switch (this) {
            case GRAPHICS_CLOCK -> clock(library, device, CLOCK_GRAPHICS, answer);
            case SM_CLOCK -> clock(library, device, CLOCK_SM, answer);
            case MEMORY_CLOCK -> clock(library, device, CLOCK_MEMORY, answer);
            case POWER,
                    ENERGY,
                    LIMIT,
                    EVENT_REASONS,
                    THROTTLE,
                    PSTATE,
                    PCIE_GENERATION,
                    PCIE_WIDTH ->
                    library.call(function, device, answer.at(0));
        };
    }

    /** The answer in the unit of the quantity; negative when it is absurd. */
    long value(Scratch answer) {
        long raw = width == Width.U32 ? answer.u32(0) : answer.s64(0);
        return raw > Long.MAX_VALUE / scale ? -1 : raw * scale;
    }

    private NvmlReturn clock(NvmlLibrary library, long device, int which, Scratch answer) {
        return library.call(function, device, which, answer.at(0));
    }
}
