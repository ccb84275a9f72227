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
import java.util.OptionalLong;
import java.util.Set;

/**
 * Makes alarms of readings: of a gauge that keeps a device's last XID for ever, only a change is
 * news, and what was there at the first look is not; a device that its driver has lost is news once
 * each time, and so is another recovery action, which holds from the first look on.
 */
public final class ReadingAlarms {

    private static final long NO_XID = 0;
    private static final long NO_ACTION = 0;
    private static final long UNSAID = -1;
    private static final long RECOVERY_ACTION_CHANGED = 154;

    private final Map<String, Long> xids = new HashMap<>();
    private final Map<String, Long> actions = new HashMap<>();
    private final Set<String> lost = new HashSet<>();

    /** The alarm of a reading, if it is one. */
    public Optional<DeviceAlarm> look(DeviceReading reading, long atUs) {
        if (isLost(reading)) {
            return lost.add(reading.deviceId())
                    ? Optional.of(alarm(reading, NO_XID, atUs, "lost"))
                    : Optional.empty();
        }
        if (reading.silence().isPresent()) {
            return Optional.empty();
        }
        long xid = reading.orZero(Quantity.XID);
        Long before = xids.put(reading.deviceId(), xid);
        return before == null || xid == NO_XID || xid == before
                ? Optional.empty()
                : Optional.of(alarm(reading, xid, atUs, "seen in a gauge"));
    }

    /** The alarm of a recovery action that is another than before, if it is one. */
    public Optional<DeviceAlarm> action(DeviceReading reading, long atUs) {
        OptionalLong action = reading.value(Quantity.RECOVERY_ACTION);
        if (action.isEmpty()) {
            return Optional.empty();
        }
        long now = action.getAsLong();
        Long before = actions.put(reading.deviceId(), now);
        return now == (before == null ? NO_ACTION : before)
                ? Optional.empty()
                : Optional.of(changed(reading, now, atUs));
    }

    /**
     * Whether a device that was lost is back with this reading; true once each time. A driver that
     * falls silent for another reason has not found it.
     */
    public boolean isBack(DeviceReading reading) {
        return reading.silence().isEmpty() && lost.remove(reading.deviceId());
    }

    private static boolean isLost(DeviceReading reading) {
        return reading.silence()
                .map(silence -> silence.reason() == FailureReason.LOST)
                .orElse(false);
    }

    private static DeviceAlarm alarm(DeviceReading reading, long xid, long atUs, String detail) {
        return new DeviceAlarm(
                reading.deviceId(), xid, UNSAID, DeviceAlarm.Channel.GAUGE, atUs, detail);
    }

    private static DeviceAlarm changed(DeviceReading reading, long action, long atUs) {
        return new DeviceAlarm(
                reading.deviceId(),
                RECOVERY_ACTION_CHANGED,
                action,
                DeviceAlarm.Channel.RECOVERY_ACTION,
                atUs,
                "recovery action " + action);
    }
}
