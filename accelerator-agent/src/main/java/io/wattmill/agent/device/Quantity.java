// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.device;

/** What can be read from a device; the unit is in the name. */
public enum Quantity {
    /** Power drawn, milliwatts. */
    POWER_MW,
    /** Energy since an origin of the driver's choosing, microjoules; falls only at a reset. */
    ENERGY_UJ,
    /** Power limit in force, milliwatts. */
    POWER_CAP_MW,
    /** Temperature of the chip, degrees Celsius. */
    TEMPERATURE_C,
    /** Clock of the streaming multiprocessors, megahertz. */
    SM_CLOCK_MHZ,
    /** Share of time in which a kernel ran, parts per million. It is not load. */
    UTILIZATION_PPM,
    /** Size of the device memory, mebibytes. */
    MEMORY_MIB,
    /** Device memory in use, mebibytes. */
    MEMORY_USED_MIB,
    /** Device memory free, mebibytes. */
    MEMORY_FREE_MIB,
    /** Why the clocks are lower than they could be: NVML's bit mask. */
    THROTTLE_REASONS,
    /** The last XID error; 0 when there was none. */
    XID,
    /** Power drawn now, milliwatts. */
    POWER_INSTANT_MW,
    /** Power drawn, the mean of about a second, milliwatts. */
    POWER_AVERAGE_MW,
    /** Power drawn by the device memory alone, milliwatts. */
    MEMORY_POWER_MW,
    /** Lowest power limit that the device takes, milliwatts. */
    POWER_CAP_MIN_MW,
    /** Highest power limit that the device takes, milliwatts. */
    POWER_CAP_MAX_MW,
    /** Power limit after a reset, milliwatts. */
    POWER_CAP_DEFAULT_MW,
    /** Power limit that was asked for, milliwatts; one in force below it comes from elsewhere. */
    POWER_CAP_REQUESTED_MW,
    /** Temperature of the device memory, degrees Celsius. */
    MEMORY_TEMPERATURE_C,
    /** Clock of the graphics domain, megahertz. */
    GRAPHICS_CLOCK_MHZ,
    /** Clock of the device memory, megahertz. */
    MEMORY_CLOCK_MHZ,
    /** Share of time in which device memory was read or written, parts per million. */
    MEMORY_UTILIZATION_PPM,
    /** Degrees that the chip is below its limit, negative above it; the limits are margins too. */
    TEMPERATURE_MARGIN_C,
    /** The margin, degrees, at which the device switches itself off; mostly negative. */
    SHUTDOWN_MARGIN_C,
    /** The margin, degrees, at which the device slows itself down; mostly negative. */
    SLOWDOWN_MARGIN_C,
    /** The margin, degrees, at which software slows the device down for its memory. */
    MEMORY_MAX_MARGIN_C,
    /** The margin, degrees, at which software slows the device down for its chip. */
    GPU_MAX_MARGIN_C,
    /** Performance state, 0 is the fastest. */
    PERFORMANCE_STATE,
    /** Time slowed down by the power limit, nanoseconds, cumulative. */
    POWER_CAPPED_NS,
    /** Time slowed down by the driver for heat, nanoseconds, cumulative. */
    SOFTWARE_THERMAL_NS,
    /** Time slowed down by the device itself for heat, nanoseconds, cumulative. */
    HARDWARE_THERMAL_NS,
    /** Time slowed down by an outside power brake, nanoseconds, cumulative. */
    POWER_BRAKED_NS,
    /** Correctable memory errors since the driver was loaded. */
    ECC_CORRECTED,
    /** Uncorrectable memory errors since the driver was loaded. */
    ECC_UNCORRECTED,
    /** Correctable memory errors of the device's whole life. */
    ECC_CORRECTED_EVER,
    /** Uncorrectable memory errors of the device's whole life. */
    ECC_UNCORRECTED_EVER,
    /** Memory rows replaced for correctable errors. */
    ROWS_REMAPPED_CORRECTABLE,
    /** Memory rows replaced for uncorrectable errors. */
    ROWS_REMAPPED_UNCORRECTABLE,
    /** 1 when a row waits for the next reset to be replaced. */
    ROW_REMAP_PENDING,
    /** 1 when a row could not be replaced. */
    ROW_REMAP_FAILED,
    /** Replaced memory rows that are not active, for correctable errors. */
    ROWS_INACTIVE_CORRECTABLE,
    /** The same for uncorrectable errors. */
    ROWS_INACTIVE_UNCORRECTABLE,
    /** PCIe packets sent again. */
    PCIE_REPLAYS,
    /** How often the replay counter of PCIe rolled over. */
    PCIE_REPLAY_ROLLOVERS,
    /** PCIe errors that were corrected. */
    PCIE_CORRECTABLE_ERRORS,
    /** PCIe errors that were not fatal. */
    PCIE_NON_FATAL_ERRORS,
    /** PCIe errors that were fatal. */
    PCIE_FATAL_ERRORS,
    /** PCIe packets that the other side refused. */
    PCIE_NAKS_RECEIVED,
    /** PCIe errors of the receiver. */
    PCIE_RECEIVER_ERRORS,
    /** Damaged PCIe packets of the transaction layer. */
    PCIE_BAD_TLPS,
    /** PCIe packets that this side refused. */
    PCIE_NAKS_SENT,
    /** Damaged PCIe packets of the data link layer. */
    PCIE_BAD_DLLPS,
    /** PCIe requests that were not understood. */
    PCIE_UNSUPPORTED_REQUESTS,
    /** PCIe packets with a wrong checksum. */
    PCIE_LCRC_ERRORS,
    /** PCIe errors of single lanes. */
    PCIE_LANE_ERRORS,
    /** PCIe bytes sent; starts again at 0 when the driver's counter is full. */
    PCIE_SENT_BYTES,
    /** PCIe bytes received; starts again at 0 when the driver's counter is full. */
    PCIE_RECEIVED_BYTES,
    /** Generation of the PCIe link now. */
    PCIE_GENERATION,
    /** Lanes of the PCIe link now. */
    PCIE_WIDTH,
    /** NVLinks that the device has. */
    NVLINK_LINKS,
    /** Bytes sent over all NVLinks. */
    NVLINK_SENT_BYTES,
    /** Bytes received over all NVLinks. */
    NVLINK_RECEIVED_BYTES,
    /** NVLinks that recovered. */
    NVLINK_RECOVERIES,
    /** NVLinks that did not recover. */
    NVLINK_FAILED_RECOVERIES,
    /** Attempts of NVLinks to recover, whatever came of them. */
    NVLINK_RECOVERY_EVENTS,
    /** What the driver asks for: 0 nothing, see {@link DeviceAlarm#recoveryAction()}. */
    RECOVERY_ACTION,
    /** 1 when the device is divided into MIG instances. */
    MIG_MODE,
    /** NVLinks that are up. */
    NVLINK_LINKS_UP
}
