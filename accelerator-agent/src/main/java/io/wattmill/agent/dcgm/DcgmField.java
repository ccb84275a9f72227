// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.dcgm;

import io.wattmill.agent.device.Quantity;
import io.wattmill.agent.exposition.Decimal;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * The metrics that are read, in order of preference where two tell the same quantity. The bounds
 * keep DCGM's blank values out (2147483632 and above stand for "no value", and some exporters print
 * them), which would be absurd readings.
 */
enum DcgmField {
    /** Watts. */
    DCGM_FI_DEV_POWER_USAGE(Quantity.POWER_MW, 3, 0, 100_000_000),
    /** Millijoules since the driver was loaded. */
    DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION(Quantity.ENERGY_UJ, 3, 0, 9_000_000_000_000_000_000L),
    /** Watts; the lowest of all limiters, so preferred. */
    DCGM_FI_DEV_ENFORCED_POWER_LIMIT(Quantity.POWER_CAP_MW, 3, 0, 100_000_000),
    /** Watts. */
    DCGM_FI_DEV_POWER_MGMT_LIMIT(Quantity.POWER_CAP_MW, 3, 0, 100_000_000),
    /** Degrees Celsius. */
    DCGM_FI_DEV_GPU_TEMP(Quantity.TEMPERATURE_C, 0, -100, 1_000),
    /** Megahertz. */
    DCGM_FI_DEV_SM_CLOCK(Quantity.SM_CLOCK_MHZ, 0, 0, 100_000),
    /** Percent. */
    DCGM_FI_DEV_GPU_UTIL(Quantity.UTILIZATION_PPM, 4, 0, 1_000_000),
    /** MiB. */
    DCGM_FI_DEV_FB_TOTAL(Quantity.MEMORY_MIB, 0, 0, 1_000_000_000),
    /** MiB. */
    DCGM_FI_DEV_FB_USED(Quantity.MEMORY_USED_MIB, 0, 0, 1_000_000_000),
    /** MiB. */
    DCGM_FI_DEV_FB_FREE(Quantity.MEMORY_FREE_MIB, 0, 0, 1_000_000_000),
    /** NVML bit mask, the newer name. */
    DCGM_FI_DEV_CLOCKS_EVENT_REASONS(Quantity.THROTTLE_REASONS, 0, 0, 0xffffffffL),
    /** NVML bit mask, the older name. */
    DCGM_FI_DEV_CLOCK_THROTTLE_REASONS(Quantity.THROTTLE_REASONS, 0, 0, 0xffffffffL),
    /** The last XID. */
    DCGM_FI_DEV_XID_ERRORS(Quantity.XID, 0, 0, 1_000_000);

    /** Every metric name. */
    static final List<String> NAMES = Arrays.stream(values()).map(DcgmField::name).toList();

    private final Quantity quantity;
    private final int scale;
    private final long min;
    private final long max;

    DcgmField(Quantity quantity, int scale, long min, long max) {
        this.quantity = quantity;
        this.scale = scale;
        this.min = min;
        this.max = max;
    }

    Quantity quantity() {
        return quantity;
    }

    /** The value in the unit of its quantity; empty when it is no value at all. */
    OptionalLong value(Decimal written) {
        OptionalLong value = written.scaled(scale);
        boolean sane = value.isPresent() && value.getAsLong() >= min && value.getAsLong() <= max;
        return sane ? value : OptionalLong.empty();
    }
}
