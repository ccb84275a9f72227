// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.report;

import io.wattmill.agent.device.Quantity;
import io.wattmill.agent.energy.EnergyReading;
import io.wattmill.contract.fleet.v1.NodeEvent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What happened to a device between two readings that a person may want to see. */
public final class DeviceEvents {

    private DeviceEvents() {}

    /**
     * The events. An XID is a gauge that keeps the last error for ever, so only a change of it is
     * news; one that was there when the agent first looked is not.
     *
     * @param atUs instant of the later reading, epoch microseconds
     */
    public static List<NodeEvent> between(DeviceStatus before, DeviceStatus after, long atUs) {
        List<NodeEvent> events = new ArrayList<>();
        long xid = after.reading().orZero(Quantity.XID);
        if (xid != 0 && xid != before.reading().orZero(Quantity.XID)) {
            events.add(event(after, "xid." + xid, "the driver reported XID " + xid, atUs));
        }
        silence(before, after, atUs).ifPresent(events::add);
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

    private static Optional<NodeEvent> silence(DeviceStatus before, DeviceStatus after, long atUs) {
        boolean was = before.reading().silence().isPresent();
        return after.reading()
                .silence()
                .map(why -> event(after, "device.silent", why.text(), atUs))
                .or(() -> Optional.of(event(after, "device.back", "it answers again", atUs)))
                .filter(_ -> was != after.reading().silence().isPresent());
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
