// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.device;

import io.wattmill.agent.source.FailureReason;
import io.wattmill.agent.source.SourceFailure;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One device at one instant. What the source did not say is absent, never zero.
 *
 * @param deviceId UUID of the device, or what stands in for it
 * @param modelName as the driver reports it, empty when unknown
 * @param values the quantities that were read
 * @param facts what is known of it beside quantities
 * @param absent why quantities that the source looks for were not read
 * @param silence why nothing could be read, empty when something was
 */
public record DeviceReading(
        String deviceId,
        String modelName,
        Map<Quantity, Long> values,
        DeviceFacts facts,
        Map<Quantity, FailureReason> absent,
        Optional<SourceFailure> silence) {

    private static final long MIB = 1024 * 1024;

    /** Copies the maps. */
    public DeviceReading {
        values = copy(values);
        absent = copy(absent);
    }

    /** A device of which nothing is known beside its quantities. */
    public DeviceReading(String deviceId, String modelName, Map<Quantity, Long> values) {
        this(deviceId, modelName, values, DeviceFacts.NONE, Map.of(), Optional.empty());
    }

    /** A device that is there and says nothing. */
    public static DeviceReading silent(
            String deviceId, String modelName, DeviceFacts facts, SourceFailure why) {
        return new DeviceReading(deviceId, modelName, Map.of(), facts, Map.of(), Optional.of(why));
    }

    /** Ten times a second for each device: an enum's map is copied in one go. */
    private static <V> Map<Quantity, V> copy(Map<Quantity, V> map) {
        Map<Quantity, V> copy = new EnumMap<>(Quantity.class);
        copy.putAll(map);
        return Collections.unmodifiableMap(copy);
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
