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
    XID
}
