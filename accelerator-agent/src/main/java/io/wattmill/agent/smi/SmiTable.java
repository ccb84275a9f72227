// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.smi;

import io.wattmill.agent.device.DeviceFacts;
import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.device.PowerBasis;
import io.wattmill.agent.device.PowerBasis.Averaging;
import io.wattmill.agent.device.PowerBasis.Scope;
import io.wattmill.agent.device.Quantity;
import io.wattmill.agent.source.FailureReason;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From the program's comma-separated lines to devices. A line that is none is left out. */
final class SmiTable {

    private SmiTable() {}

    /** The devices of an output whose columns are {@code asked}. */
    static List<DeviceReading> devices(String output, List<SmiField> asked) {
        List<DeviceReading> devices = new ArrayList<>();
        for (String line : output.lines().toList()) {
            String[] cells = line.strip().split("\\s*,\\s*", -1);
            if (cells.length == asked.size() && cells[0].startsWith("GPU-")) {
                devices.add(device(cells, asked));
            }
        }
        return devices;
    }

    private static DeviceReading device(String[] cells, List<SmiField> asked) {
        Map<Quantity, Long> values = new EnumMap<>(Quantity.class);
        Map<Quantity, FailureReason> absent = new EnumMap<>(Quantity.class);
        Map<SmiField, String> texts = new EnumMap<>(SmiField.class);
        for (int i = 0; i < cells.length; i++) {
            SmiField field = asked.get(i);
            texts.put(field, cells[i]);
            read(field, cells[i], values, absent);
        }
        PowerBasis basis = power(values);
        return new DeviceReading(
                texts.getOrDefault(SmiField.UUID, ""),
                texts.getOrDefault(SmiField.NAME, ""),
                values,
                new DeviceFacts(texts.getOrDefault(SmiField.BUS_ID, ""), basis, List.of()),
                absent,
                Optional.empty());
    }

    /** Later columns are the better ones where two tell one quantity. */
    private static void read(
            SmiField field,
            String cell,
            Map<Quantity, Long> values,
            Map<Quantity, FailureReason> absent) {
        field.quantity()
                .ifPresent(
                        quantity ->
                                field.value(cell)
                                        .ifPresentOrElse(
                                                value -> values.put(quantity, value),
                                                () -> absent.put(quantity, reason(cell))));
        absent.keySet().removeAll(values.keySet());
    }

    private static FailureReason reason(String cell) {
        return cell.contains("Permission") ? FailureReason.FORBIDDEN : FailureReason.UNSUPPORTED;
    }

    /** Power is the instant one where there is one. */
    private static PowerBasis power(Map<Quantity, Long> values) {
        Long instant = values.get(Quantity.POWER_INSTANT_MW);
        if (instant == null) {
            return new PowerBasis(Scope.BOARD, Averaging.UNSAID);
        }
        values.put(Quantity.POWER_MW, instant);
        return new PowerBasis(Scope.BOARD, Averaging.INSTANT);
    }
}
