// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.health;

import io.wattmill.agent.device.DeviceAlarm;
import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.device.Quantity;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes alarms of a gauge that keeps a device's last XID for ever: only a change of it is news, and
 * what was there at the first look is not.
 */
public final class XidGauge {

    private static final String DETAIL = "seen in a gauge";

    private final Map<String, Long> last = new HashMap<>();

    /** The alarm of a reading, if it is one. */
    public Optional<DeviceAlarm> look(DeviceReading reading, long atUs) {
        long xid = reading.orZero(Quantity.XID);
        Long before = last.put(reading.deviceId(), xid);
        return before == null || xid == 0 || xid == before
                ? Optional.empty()
                : Optional.of(
                        new DeviceAlarm(
                                reading.deviceId(),
                                xid,
                                -1,
                                DeviceAlarm.Channel.GAUGE,
                                atUs,
                                DETAIL));
    }
}
