// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

/**
 * The functions that are called, by the symbol that the library exports (its header's macros add
 * the suffixes). Every one returns an {@link NvmlReturn} and reads only.
 */
enum NvmlFunction {
    INIT("nvmlInit_v2", 0),
    SHUTDOWN("nvmlShutdown", 0),
    DRIVER_VERSION("nvmlSystemGetDriverVersion", 2),
    NVML_VERSION("nvmlSystemGetNVMLVersion", 2),
    COUNT("nvmlDeviceGetCount_v2", 1),
    HANDLE_BY_INDEX("nvmlDeviceGetHandleByIndex_v2", 2),
    NAME("nvmlDeviceGetName", 3),
    UUID("nvmlDeviceGetUUID", 3),
    PCI_INFO("nvmlDeviceGetPciInfo_v3", 2),
    FIELD_VALUES("nvmlDeviceGetFieldValues", 3),
    POWER_USAGE("nvmlDeviceGetPowerUsage", 2),
    TOTAL_ENERGY("nvmlDeviceGetTotalEnergyConsumption", 2),
    ENFORCED_LIMIT("nvmlDeviceGetEnforcedPowerLimit", 2),
    TEMPERATURE_V("nvmlDeviceGetTemperatureV", 2),
    TEMPERATURE("nvmlDeviceGetTemperature", 3),
    MARGIN_TEMPERATURE("nvmlDeviceGetMarginTemperature", 2),
    UTILIZATION("nvmlDeviceGetUtilizationRates", 2),
    MEMORY_V2("nvmlDeviceGetMemoryInfo_v2", 2),
    MEMORY("nvmlDeviceGetMemoryInfo", 2),
    CLOCK("nvmlDeviceGetClockInfo", 3),
    EVENT_REASONS("nvmlDeviceGetCurrentClocksEventReasons", 2),
    THROTTLE_REASONS("nvmlDeviceGetCurrentClocksThrottleReasons", 2),
    PERFORMANCE_STATE("nvmlDeviceGetPerformanceState", 2),
    PCIE_GENERATION("nvmlDeviceGetCurrPcieLinkGeneration", 2),
    PCIE_WIDTH("nvmlDeviceGetCurrPcieLinkWidth", 2),
    NVLINK_STATE("nvmlDeviceGetNvLinkState", 3),
    MIG_MODE("nvmlDeviceGetMigMode", 3),
    MIG_MOST("nvmlDeviceGetMaxMigDeviceCount", 2),
    MIG_HANDLE("nvmlDeviceGetMigDeviceHandleByIndex", 3),
    GPU_INSTANCE("nvmlDeviceGetGpuInstanceId", 2),
    COMPUTE_INSTANCE("nvmlDeviceGetComputeInstanceId", 2),
    ATTRIBUTES("nvmlDeviceGetAttributes_v2", 2),
    PROCESSES("nvmlDeviceGetComputeRunningProcesses_v3", 3),
    EVENT_TYPES("nvmlDeviceGetSupportedEventTypes", 2),
    EVENT_SET("nvmlEventSetCreate", 1),
    EVENT_REGISTER("nvmlDeviceRegisterEvents", 3),
    EVENT_WAIT("nvmlEventSetWait_v2", 3),
    EVENT_FREE("nvmlEventSetFree", 1),
    GPM_SUPPORT("nvmlGpmQueryDeviceSupport", 2);

    private final String symbol;
    private final int arity;

    NvmlFunction(String symbol, int arity) {
        this.symbol = symbol;
        this.arity = arity;
    }

    String symbol() {
        return symbol;
    }

    /** How many arguments it takes. */
    int arity() {
        return arity;
    }
}
