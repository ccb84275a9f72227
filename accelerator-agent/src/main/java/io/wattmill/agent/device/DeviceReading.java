// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.device;

import java.util.Map;
import java.util.OptionalLong;

/**
 * One device at one instant. What the source did not say is absent, never zero.
 *
 * @param deviceId UUID of the device, or what stands in for it
 * @param modelName as the driver reports it, empty when unknown
 * @param values the quantities that were read
 */
public record DeviceReading(String deviceId, String modelName, Map<Quantity, Long> values) {

    private static final long MIB = 1024 * 1024;

    /** Copies the values. */
    public DeviceReading {
        values = Map.copyOf(values);
    }

    /** A quantity, empty when it was not read. */
    public OptionalLong value(Quantity quantity) {
        Long value = values.get(quantity);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** A quantity, 0 when it was not read: for wire fields in which 0 means unknown. */
    public long orZero(Quantity quantity) {
        return values.getOrDefault(quantity, 0L);
    }

    /** Size of the device memory in bytes, 0 when unknown; without the driver's own if not told. */
    public long memoryBytes() {
        long parts = orZero(Quantity.MEMORY_USED_MIB) + orZero(Quantity.MEMORY_FREE_MIB);
        return value(Quantity.MEMORY_MIB).orElse(parts) * MIB;
    }
}
