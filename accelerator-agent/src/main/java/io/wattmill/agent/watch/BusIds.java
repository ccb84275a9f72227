// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.watch;

import io.wattmill.agent.device.DeviceAlarm;
import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.kmsg.BusId;

import java.util.HashMap;
import java.util.Map;

/**
 * Which device is at which PCI address, as readings say: the kernel's log knows addresses alone.
 * Belongs to one event-loop context.
 */
final class BusIds {

    private final Map<String, String> devices = new HashMap<>();
    private final Map<String, String> said = new HashMap<>();

    /** Notes where a device is, if its reading says so; it says the same many times a second. */
    void learn(DeviceReading reading) {
        String busId = reading.facts().busId();
        if (!busId.isEmpty() && !busId.equals(said.put(reading.deviceId(), busId))) {
            devices.put(BusId.canonical(busId), reading.deviceId());
        }
    }

    /** The alarm, about the device instead of its address where that is known. */
    DeviceAlarm named(DeviceAlarm alarm) {
        String device = devices.getOrDefault(alarm.deviceId(), alarm.deviceId());
        return new DeviceAlarm(
                device,
                alarm.xid(),
                alarm.recoveryAction(),
                alarm.channel(),
                alarm.atUs(),
                alarm.detail());
    }
}
