// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.health;

import io.wattmill.agent.device.DeviceAlarm;
import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.device.Quantity;
import io.wattmill.agent.source.FailureReason;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes alarms of readings: of a gauge that keeps a device's last XID for ever, only a change is
 * news, and what was there at the first look is not; a device that its driver has lost is news once
 * each time.
 */
public final class ReadingAlarms {

    private static final long NO_XID = 0;

    private final Map<String, Long> xids = new HashMap<>();
    private final Set<String> lost = new HashSet<>();

    /** The alarm of a reading, if it is one. */
    public Optional<DeviceAlarm> look(DeviceReading reading, long atUs) {
        if (isLost(reading)) {
            return lost.add(reading.deviceId())
                    ? Optional.of(alarm(reading, NO_XID, atUs, "lost"))
                    : Optional.empty();
        }
        long xid = reading.orZero(Quantity.XID);
        Long before = xids.put(reading.deviceId(), xid);
        return before == null || xid == NO_XID || xid == before
                ? Optional.empty()
                : Optional.of(alarm(reading, xid, atUs, "seen in a gauge"));
    }

    /** Whether a device that was lost is back with this reading; true once each time. */
    public boolean isBack(DeviceReading reading) {
        return !isLost(reading) && lost.remove(reading.deviceId());
    }

    private static boolean isLost(DeviceReading reading) {
        return reading.silence()
                .map(silence -> silence.reason() == FailureReason.LOST)
                .orElse(false);
    }

    private static DeviceAlarm alarm(DeviceReading reading, long xid, long atUs, String detail) {
        return new DeviceAlarm(
                reading.deviceId(), xid, -1, DeviceAlarm.Channel.GAUGE, atUs, detail);
    }
}
