// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.smi;

import io.wattmill.agent.device.Quantity;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The columns that are asked for, in the order of the output. */
enum SmiField {
    UUID("uuid", true),
    NAME("name", true),
    BUS_ID("pci.bus_id", true),
    /** Watts; what it is the mean of differs by architecture. */
    POWER("power.draw", Quantity.POWER_MW, 3, true),
    /** Watts. */
    LIMIT("power.limit", Quantity.POWER_CAP_MW, 3, true),
    TEMPERATURE("temperature.gpu", Quantity.TEMPERATURE_C, 0, true),
    SM_CLOCK("clocks.sm", Quantity.SM_CLOCK_MHZ, 0, true),
    /** Percent. */
    UTILIZATION("utilization.gpu", Quantity.UTILIZATION_PPM, 4, true),
    MEMORY("memory.total", Quantity.MEMORY_MIB, 0, true),
    MEMORY_USED("memory.used", Quantity.MEMORY_USED_MIB, 0, true),
    POWER_INSTANT("power.draw.instant", Quantity.POWER_INSTANT_MW, 3, false),
    POWER_AVERAGE("power.draw.average", Quantity.POWER_AVERAGE_MW, 3, false),
    ENFORCED_LIMIT("enforced.power.limit", Quantity.POWER_CAP_MW, 3, false),
    MIN_LIMIT("power.min_limit", Quantity.POWER_CAP_MIN_MW, 3, false),
    MAX_LIMIT("power.max_limit", Quantity.POWER_CAP_MAX_MW, 3, false),
    MEMORY_TEMPERATURE("temperature.memory", Quantity.MEMORY_TEMPERATURE_C, 0, false),
    ECC("ecc.errors.uncorrected.volatile.total", Quantity.ECC_UNCORRECTED, 0, false),
    REASONS("clocks_event_reasons.active", Quantity.THROTTLE_REASONS, 0, false);

    private static final String HEX = "0x";
    private static final int HEX_RADIX = 16;

    private final String column;
    private final Optional<Quantity> quantity;
    private final int decimals;
    private final boolean old;

    SmiField(String column, boolean old) {
        this(column, Optional.empty(), 0, old);
    }

    SmiField(String column, Quantity quantity, int decimals, boolean old) {
        this(column, Optional.of(quantity), decimals, old);
    }

    SmiField(String column, Optional<Quantity> quantity, int decimals, boolean old) {
        this.column = column;
        this.quantity = quantity;
        this.decimals = decimals;
        this.old = old;
    }

    /** Every column. */
    static List<SmiField> all() {
        return List.of(values());
    }

    /** Those that old versions know too. */
    static List<SmiField> known() {
        return Arrays.stream(values()).filter(field -> field.old).toList();
    }

    String column() {
        return column;
    }

    /** What it tells; empty where it says which device it is. */
    Optional<Quantity> quantity() {
        return quantity;
    }

    /** The number in the unit of its quantity; empty where the program has none. */
    OptionalLong value(String cell) {
        try {
            long value =
                    cell.startsWith(HEX)
                            ? Long.parseUnsignedLong(cell, HEX.length(), cell.length(), HEX_RADIX)
                            : new BigDecimal(cell).movePointRight(decimals).longValue();
            return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
        } catch (NumberFormatException _) {
            return OptionalLong.empty();
        }
    }
}
