// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.page;

import io.wattmill.agent.device.Quantity;
import io.wattmill.agent.report.DeviceStatus;

import java.math.BigDecimal;
import java.util.OptionalLong;

/**
 * What dcgm-exporter's users know by its names and units: dashboards and alerts made for it read
 * this page as they are. A quantity that was not read has no sample.
 */
enum DcgmMetric {
    /** Megahertz. */
    DCGM_FI_DEV_SM_CLOCK("gauge", "Clock of the SMs (MHz).", Quantity.SM_CLOCK_MHZ, 0),
    /** Megahertz. */
    DCGM_FI_DEV_MEM_CLOCK("gauge", "Clock of the memory (MHz).", Quantity.MEMORY_CLOCK_MHZ, 0),
    /** Degrees Celsius. */
    DCGM_FI_DEV_MEMORY_TEMP(
            "gauge", "Temperature of the memory (C).", Quantity.MEMORY_TEMPERATURE_C, 0),
    /** Degrees Celsius. */
    DCGM_FI_DEV_GPU_TEMP("gauge", "Temperature of the chip (C).", Quantity.TEMPERATURE_C, 0),
    /** Degrees Celsius that are left up to the limit, negative above it. */
    DCGM_FI_DEV_GPU_TEMP_LIMIT(
            "gauge",
            "Degrees that the chip is below its limit (C).",
            Quantity.TEMPERATURE_MARGIN_C,
            0),
    /** Watts. */
    DCGM_FI_DEV_POWER_USAGE("gauge", "Power drawn (W).", Quantity.POWER_MW, 3),
    /** Watts. */
    DCGM_FI_DEV_ENFORCED_POWER_LIMIT(
            "gauge", "Power limit in force (W).", Quantity.POWER_CAP_MW, 3),
    /** Watts; dcgm-exporter's name for the limit that was set, which many dashboards read. */
    DCGM_FI_DEV_POWER_MGMT_LIMIT("gauge", "Power limit (W).", Quantity.POWER_CAP_MW, 3),
    /** Millijoules. It is the device's own counter: what is integrated is not put in its place. */
    DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION(
            "counter", "Energy since the driver was loaded (mJ).", Quantity.ENERGY_UJ, 3),
    /** Percent. */
    DCGM_FI_DEV_GPU_UTIL("gauge", "Time in which a kernel ran (%).", Quantity.UTILIZATION_PPM, 4),
    /** Percent. */
    DCGM_FI_DEV_MEM_COPY_UTIL(
            "gauge",
            "Time in which memory was read or written (%).",
            Quantity.MEMORY_UTILIZATION_PPM,
            4),
    /** Packets. */
    DCGM_FI_DEV_PCIE_REPLAY_COUNTER(
            "counter", "PCIe packets sent again.", Quantity.PCIE_REPLAYS, 0),
    /** Errors. */
    DCGM_FI_DEV_PCIE_COUNT_CORRECTABLE_ERRORS(
            "counter", "PCIe errors that were corrected.", Quantity.PCIE_CORRECTABLE_ERRORS, 0),
    /** Rows. */
    DCGM_FI_DEV_CORRECTABLE_REMAPPED_ROWS(
            "counter",
            "Rows replaced for correctable errors.",
            Quantity.ROWS_REMAPPED_CORRECTABLE,
            0),
    /** Rows. */
    DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS(
            "counter",
            "Rows replaced for uncorrectable errors.",
            Quantity.ROWS_REMAPPED_UNCORRECTABLE,
            0),
    /** 1 when a row could not be replaced. */
    DCGM_FI_DEV_ROW_REMAP_FAILURE(
            "gauge", "1: a row could not be replaced.", Quantity.ROW_REMAP_FAILED, 0),
    /** Errors. */
    DCGM_FI_DEV_ECC_SBE_VOL_TOTAL(
            "counter", "Correctable errors since the driver loaded.", Quantity.ECC_CORRECTED, 0),
    /** Errors. */
    DCGM_FI_DEV_ECC_DBE_VOL_TOTAL(
            "counter",
            "Uncorrectable errors since the driver loaded.",
            Quantity.ECC_UNCORRECTED,
            0),
    /** MiB. */
    DCGM_FI_DEV_FB_TOTAL("gauge", "Size of the device memory (MiB).", Quantity.MEMORY_MIB, 0),
    /** MiB. */
    DCGM_FI_DEV_FB_USED("gauge", "Device memory in use (MiB).", Quantity.MEMORY_USED_MIB, 0),
    /** MiB. */
    DCGM_FI_DEV_FB_FREE("gauge", "Device memory free (MiB).", Quantity.MEMORY_FREE_MIB, 0),
    /** Bit mask, the newer name. */
    DCGM_FI_DEV_CLOCKS_EVENT_REASONS(
            "gauge", "Why clocks are lowered (bit mask).", Quantity.THROTTLE_REASONS, 0),
    /** Bit mask, the older name. */
    DCGM_FI_DEV_CLOCK_THROTTLE_REASONS(
            "gauge", "Why clocks are lowered (bit mask).", Quantity.THROTTLE_REASONS, 0),
    /** The last one; wattmill counts them as events, with their time. */
    DCGM_FI_DEV_XID_ERRORS("gauge", "Last XID.", Quantity.XID, 0);

    private final String type;
    private final String help;
    private final Quantity quantity;
    private final int scale;

    DcgmMetric(String type, String help, Quantity quantity, int scale) {
        this.type = type;
        this.help = help;
        this.quantity = quantity;
        this.scale = scale;
    }

    /** Every device that says it, in dcgm-exporter's labels. */
    static void write(MetricText text, NodeFacts facts) {
        for (DcgmMetric metric : values()) {
            text.family(metric.name(), metric.type, metric.help);
            for (DeviceStatus device : facts.readable()) {
                OptionalLong value = device.reading().value(metric.quantity);
                if (value.isPresent()) {
                    text.sample(
                            labels(facts, device),
                            BigDecimal.valueOf(value.getAsLong(), metric.scale));
                }
            }
        }
    }

    /** The labels gpu, UUID, pci_bus_id, device, modelName and Hostname. */
    static String labels(NodeFacts facts, DeviceStatus device) {
        int number = facts.number(device);
        return String.join(
                ",",
                MetricText.label("gpu", Integer.toString(number)),
                MetricText.label("UUID", device.reading().deviceId()),
                MetricText.label("pci_bus_id", device.reading().facts().busId()),
                MetricText.label("device", "nvidia" + number),
                MetricText.label("modelName", device.reading().modelName()),
                MetricText.label("Hostname", facts.hostname()));
    }
}
