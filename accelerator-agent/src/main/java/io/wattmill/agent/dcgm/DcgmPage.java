// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.dcgm;

import io.wattmill.agent.device.DeviceFacts;
import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.device.PowerBasis;
import io.wattmill.agent.device.Quantity;
import io.wattmill.agent.exposition.Exposition;
import io.wattmill.agent.exposition.Sample;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * From samples to devices.
 *
 * <p>One device may appear many times with one value: dcgm-exporter repeats the whole GPU's power
 * for each of its MIG instances (dcgm-exporter issue 257) and for each pod that shares it. The
 * first value of a quantity counts and the others are not added up.
 */
final class DcgmPage {

    private static final class Device {
        final String id;
        final String model;
        final DeviceFacts facts;
        final Map<DcgmField, Long> values = new EnumMap<>(DcgmField.class);

        Device(String id, Sample sample) {
            this.id = id;
            this.model = sample.label("modelName");
            this.facts =
                    new DeviceFacts(
                            sample.label("pci_bus_id"),
                            PowerBasis.UNSAID,
                            List.of(),
                            number(sample));
        }

        DeviceReading reading() {
            Map<Quantity, Long> read = new EnumMap<>(Quantity.class);
            values.forEach((field, value) -> read.putIfAbsent(field.quantity(), value));
            return new DeviceReading(id, model, read, facts, Map.of(), Optional.empty());
        }
    }

    private DcgmPage() {}

    /** The devices of a page, in its order. */
    static List<DeviceReading> devices(Exposition page) {
        Map<String, Device> devices = new LinkedHashMap<>();
        for (Sample sample : page.samples()) {
            String id = deviceId(sample);
            if (!id.isEmpty()) {
                read(sample, devices.computeIfAbsent(id, _ -> new Device(id, sample)));
            }
        }
        List<DeviceReading> readings = new ArrayList<>(devices.size());
        devices.values().forEach(device -> readings.add(device.reading()));
        return readings;
    }

    private static void read(Sample sample, Device device) {
        DcgmField field = DcgmField.valueOf(sample.name());
        field.value(sample.value()).ifPresent(value -> device.values.putIfAbsent(field, value));
    }

    /**
     * The UUID; where an exporter leaves it out, the index says which device it is on this host.
     */
    private static String deviceId(Sample sample) {
        String uuid = sample.label("UUID");
        String index = sample.label("gpu");
        return uuid.isEmpty() && !index.isEmpty() ? "gpu-" + index : uuid;
    }

    /** Where its exporter counts it. */
    private static OptionalInt number(Sample sample) {
        String index = sample.label("gpu");
        return index.matches("\\d{1,4}")
                ? OptionalInt.of(Integer.parseInt(index))
                : OptionalInt.empty();
    }
}
