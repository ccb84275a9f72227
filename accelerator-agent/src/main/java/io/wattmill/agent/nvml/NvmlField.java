// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import io.wattmill.agent.device.Quantity;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The fields that are asked for, in order of preference where several tell one quantity: once one
 * of them was told, the others are asked no more. Numbers are those of nvml.h 13.3; drivers refuse
 * each one that they do not know by itself.
 */
enum NvmlField {
    POWER_INSTANT(186, Scope.GPU, Quantity.POWER_INSTANT_MW, 1, Cadence.FAST),
    POWER_INSTANT_MODULE(186, Scope.MODULE, Quantity.POWER_INSTANT_MW, 1, Cadence.FAST),
    POWER_AVERAGE(185, Scope.GPU, Quantity.POWER_AVERAGE_MW, 1, Cadence.FAST),
    POWER_AVERAGE_MODULE(185, Scope.MODULE, Quantity.POWER_AVERAGE_MW, 1, Cadence.FAST),
    /** Millijoules since the driver was loaded. */
    ENERGY(191, Scope.GPU, Quantity.ENERGY_UJ, 1_000, Cadence.FAST),
    /** The same under the number that older drivers know. */
    TOTAL_ENERGY(83, Scope.GPU, Quantity.ENERGY_UJ, 1_000, Cadence.FAST),
    POWER_CURRENT_LIMIT(190, Scope.GPU, Quantity.POWER_CAP_MW, 1, Cadence.FAST),
    MEMORY_TEMP(82, Scope.GPU, Quantity.MEMORY_TEMPERATURE_C, 1, Cadence.FAST),

    MEMORY_POWER(185, Scope.MEMORY, Quantity.MEMORY_POWER_MW, 1, Cadence.SLOW),
    POWER_MIN_LIMIT(187, Scope.GPU, Quantity.POWER_CAP_MIN_MW, 1, Cadence.SLOW),
    POWER_MAX_LIMIT(188, Scope.GPU, Quantity.POWER_CAP_MAX_MW, 1, Cadence.SLOW),
    POWER_DEFAULT_LIMIT(189, Scope.GPU, Quantity.POWER_CAP_DEFAULT_MW, 1, Cadence.SLOW),
    POWER_REQUESTED_LIMIT(192, Scope.GPU, Quantity.POWER_CAP_REQUESTED_MW, 1, Cadence.SLOW),
    PERF_POLICY_POWER(74, Scope.GPU, Quantity.POWER_CAPPED_NS, 1, Cadence.SLOW),
    SW_THERM_SLOWDOWN(269, Scope.GPU, Quantity.SOFTWARE_THERMAL_NS, 1, Cadence.SLOW),
    HW_THERM_SLOWDOWN(270, Scope.GPU, Quantity.HARDWARE_THERMAL_NS, 1, Cadence.SLOW),
    HW_POWER_BRAKE(271, Scope.GPU, Quantity.POWER_BRAKED_NS, 1, Cadence.SLOW),
    ECC_SBE_VOLATILE(3, Scope.GPU, Quantity.ECC_CORRECTED, 1, Cadence.SLOW),
    ECC_DBE_VOLATILE(4, Scope.GPU, Quantity.ECC_UNCORRECTED, 1, Cadence.SLOW),
    ECC_SBE_AGGREGATE(5, Scope.GPU, Quantity.ECC_CORRECTED_EVER, 1, Cadence.SLOW),
    ECC_DBE_AGGREGATE(6, Scope.GPU, Quantity.ECC_UNCORRECTED_EVER, 1, Cadence.SLOW),
    REMAPPED_COR(142, Scope.GPU, Quantity.ROWS_REMAPPED_CORRECTABLE, 1, Cadence.SLOW),
    REMAPPED_UNC(143, Scope.GPU, Quantity.ROWS_REMAPPED_UNCORRECTABLE, 1, Cadence.SLOW),
    REMAPPED_PENDING(144, Scope.GPU, Quantity.ROW_REMAP_PENDING, 1, Cadence.SLOW),
    REMAPPED_FAILURE(145, Scope.GPU, Quantity.ROW_REMAP_FAILED, 1, Cadence.SLOW),
    PCIE_REPLAY(94, Scope.GPU, Quantity.PCIE_REPLAYS, 1, Cadence.SLOW),
    PCIE_ROLLOVER(95, Scope.GPU, Quantity.PCIE_REPLAY_ROLLOVERS, 1, Cadence.SLOW),
    PCIE_CORRECTABLE(173, Scope.GPU, Quantity.PCIE_CORRECTABLE_ERRORS, 1, Cadence.SLOW),
    PCIE_NON_FATAL(179, Scope.GPU, Quantity.PCIE_NON_FATAL_ERRORS, 1, Cadence.SLOW),
    PCIE_FATAL(180, Scope.GPU, Quantity.PCIE_FATAL_ERRORS, 1, Cadence.SLOW),
    PCIE_TX(197, Scope.GPU, Quantity.PCIE_SENT_BYTES, 1, Cadence.SLOW),
    PCIE_RX(198, Scope.GPU, Quantity.PCIE_RECEIVED_BYTES, 1, Cadence.SLOW),
    NVLINK_COUNT(91, Scope.GPU, Quantity.NVLINK_LINKS, 1, Cadence.SLOW),
    NVLINK5_TX(202, Scope.ALL_LINKS, Quantity.NVLINK_SENT_BYTES, 1, Cadence.SLOW),
    NVLINK5_RX(204, Scope.ALL_LINKS, Quantity.NVLINK_RECEIVED_BYTES, 1, Cadence.SLOW),
    /** Kibibytes. */
    NVLINK_TX(138, Scope.ALL_LINKS, Quantity.NVLINK_SENT_BYTES, 1_024, Cadence.SLOW),
    /** Kibibytes. */
    NVLINK_RX(139, Scope.ALL_LINKS, Quantity.NVLINK_RECEIVED_BYTES, 1_024, Cadence.SLOW),
    NVLINK_RECOVERED(213, Scope.ALL_LINKS, Quantity.NVLINK_RECOVERIES, 1, Cadence.SLOW),
    NVLINK_NOT_RECOVERED(214, Scope.ALL_LINKS, Quantity.NVLINK_FAILED_RECOVERIES, 1, Cadence.SLOW),
    GPU_RECOVERY_ACTION(230, Scope.GPU, Quantity.RECOVERY_ACTION, 1, Cadence.SLOW),

    PCIE_NAKS_IN(174, Scope.GPU, Quantity.PCIE_NAKS_RECEIVED, 1, Cadence.RARE),
    PCIE_RECEIVER(175, Scope.GPU, Quantity.PCIE_RECEIVER_ERRORS, 1, Cadence.RARE),
    PCIE_TLP(176, Scope.GPU, Quantity.PCIE_BAD_TLPS, 1, Cadence.RARE),
    PCIE_NAKS_OUT(177, Scope.GPU, Quantity.PCIE_NAKS_SENT, 1, Cadence.RARE),
    PCIE_DLLP(178, Scope.GPU, Quantity.PCIE_BAD_DLLPS, 1, Cadence.RARE),
    PCIE_UNSUPPORTED(181, Scope.GPU, Quantity.PCIE_UNSUPPORTED_REQUESTS, 1, Cadence.RARE),
    PCIE_LCRC(182, Scope.GPU, Quantity.PCIE_LCRC_ERRORS, 1, Cadence.RARE),
    PCIE_LANE(183, Scope.GPU, Quantity.PCIE_LANE_ERRORS, 1, Cadence.RARE),
    TLIMIT_SHUTDOWN(193, Scope.GPU, Quantity.SHUTDOWN_MARGIN_C, 1, Cadence.RARE),
    TLIMIT_SLOWDOWN(194, Scope.GPU, Quantity.SLOWDOWN_MARGIN_C, 1, Cadence.RARE),
    TLIMIT_MEMORY(195, Scope.GPU, Quantity.MEMORY_MAX_MARGIN_C, 1, Cadence.RARE),
    TLIMIT_GPU(196, Scope.GPU, Quantity.GPU_MAX_MARGIN_C, 1, Cadence.RARE),
    NVLINK_RECOVERY(215, Scope.ALL_LINKS, Quantity.NVLINK_RECOVERY_EVENTS, 1, Cadence.RARE),
    ROWS_COR_INACTIVE(301, Scope.GPU, Quantity.ROWS_INACTIVE_CORRECTABLE, 1, Cadence.RARE),
    ROWS_UNC_INACTIVE(302, Scope.GPU, Quantity.ROWS_INACTIVE_UNCORRECTABLE, 1, Cadence.RARE);

    /** How often a field is read. */
    enum Cadence {
        /** With each look and each glance. */
        FAST,
        /** About once a second. */
        SLOW,
        /** With how the device is divided: what hardly changes. */
        RARE
    }

    /** The library's numbers of what a field is asked of. */
    static final class Scope {
        static final int GPU = 0;
        static final int MODULE = 1;
        static final int MEMORY = 2;
        static final int ALL_LINKS = 0xffffffff;

        private Scope() {}
    }

    private static final long LEAST_MARGIN_C = -1_000;

    private static final Set<Quantity> MARGINS =
            EnumSet.of(
                    Quantity.SHUTDOWN_MARGIN_C,
                    Quantity.SLOWDOWN_MARGIN_C,
                    Quantity.MEMORY_MAX_MARGIN_C,
                    Quantity.GPU_MAX_MARGIN_C);

    private final int id;
    private final int scope;
    private final Quantity quantity;
    private final long scale;
    private final Cadence cadence;

    NvmlField(int id, int scope, Quantity quantity, long scale, Cadence cadence) {
        this.id = id;
        this.scope = scope;
        this.quantity = quantity;
        this.scale = scale;
        this.cadence = cadence;
    }

    /** The fields of one cadence, in order of preference. */
    static List<NvmlField> of(Cadence cadence) {
        return Arrays.stream(values()).filter(field -> field.cadence == cadence).toList();
    }

    int id() {
        return id;
    }

    int scope() {
        return scope;
    }

    Quantity quantity() {
        return quantity;
    }

    /**
     * Below it a value is absurd: only what is left up to a limit of temperature may be negative.
     */
    long least() {
        return MARGINS.contains(quantity) ? LEAST_MARGIN_C : 0;
    }

    /** What one unit of the library is in the unit of the quantity. */
    long scale() {
        return scale;
    }
}
