// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.health;

import io.wattmill.agent.device.DeviceAlarm;
import io.wattmill.agent.device.DeviceAlarm.Channel;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells a fault from its echo. Within a window, a device has had an XID as often as the channel
 * that told it most often says: what another channel adds is the same fault, heard again.
 */
final class Echoes {

    private final long windowNanos;
    private final int capacity;
    private final Map<Key, Burst> bursts = new LinkedHashMap<>();

    /** How an alarm stands to what was told before. */
    enum Hearing {
        /** A fault that was not told yet. */
        NEWS,
        /** A fault that was told, in words that ask for more than the words before. */
        WORSE,
        /** Nothing new. */
        ECHO
    }

    private record Key(String deviceId, long xid, long recoveryAction) {}

    /** What was told of one XID of one device since {@code sinceNanos}. */
    private static final class Burst {
        private final long sinceNanos;
        private final Map<Channel, Integer> told = new EnumMap<>(Channel.class);
        private int faults;
        private Response strongest = Response.IGNORE;

        Burst(long sinceNanos) {
            this.sinceNanos = sinceNanos;
        }

        Hearing add(Channel channel, Response response) {
            boolean worse = response.compareTo(strongest) > 0;
            strongest = worse ? response : strongest;
            if (told.merge(channel, 1, Integer::sum) > faults) {
                faults++;
                return Hearing.NEWS;
            }
            return worse ? Hearing.WORSE : Hearing.ECHO;
        }
    }

    /**
     * Nothing told yet.
     *
     * @param capacity pairs of device and XID that are remembered; the oldest goes
     */
    Echoes(long windowNanos, int capacity) {
        this.windowNanos = windowNanos;
        this.capacity = capacity;
    }

    /** Hears an alarm that asks for {@code response}. */
    Hearing hear(DeviceAlarm alarm, Response response, long nanos) {
        Key key = new Key(alarm.deviceId(), alarm.xid(), alarm.recoveryAction());
        Burst burst = bursts.get(key);
        if (burst == null || nanos - burst.sinceNanos > windowNanos) {
            bursts.remove(key);
            burst = new Burst(nanos);
            bursts.put(key, burst);
            forget();
        }
        return burst.add(alarm.channel(), response);
    }

    private void forget() {
        if (bursts.size() > capacity) {
            bursts.remove(bursts.keySet().iterator().next());
        }
    }
}
