// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.report;

import io.wattmill.agent.energy.EnergyReading;
import io.wattmill.contract.fleet.v1.NodeEvent;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What happened to a device up to a reading that a person may want to see. */
public final class DeviceEvents {

    private DeviceEvents() {}

    /**
     * The events of its energy meter; what its faults come to is decided in {@code health}.
     *
     * @param atUs instant of the reading, epoch microseconds
     */
    public static List<NodeEvent> of(DeviceStatus after, long atUs) {
        List<NodeEvent> events = new ArrayList<>();
        for (EnergyReading.Notice notice : notices(after)) {
            switch (notice) {
                case COUNTER_RESET ->
                        events.add(event(after, "energy.reset", "energy counter fell", atUs));
                case COUNTER_LOST ->
                        events.add(
                                event(after, "energy.integral", "power is integrated now", atUs));
                case GAP -> {}
            }
        }
        return events;
    }

    private static Set<EnergyReading.Notice> notices(DeviceStatus status) {
        return status.energy().map(EnergyReading::notices).orElse(Set.of());
    }

    private static NodeEvent event(DeviceStatus device, String code, String text, long atUs) {
        return NodeEvent.newBuilder()
                .setOccurredAtUs(atUs)
                .setCode(code)
                .setSubject(device.reading().deviceId())
                .setText(text)
                .build();
    }
}
