// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import io.wattmill.agent.device.AlarmSource;
import io.wattmill.agent.device.DeviceAlarm;
import io.wattmill.agent.device.DeviceAlarm.Channel;
import io.wattmill.kit.time.Clock;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Faults as the driver tells them: its events, and changes of a device's recovery action. Faults
 * that come before anybody listens are lost, but for the recovery action, which stands.
 */
final class NvmlAlarms implements AlarmSource {

    private static final long RECOVERY_ACTION_CHANGED = 154;
    private static final long UNSAID = -1;
    private static final long NO_XID = 0;

    private final Clock clock;
    private final Map<String, Long> actions = new HashMap<>();
    private volatile Consumer<DeviceAlarm> listener = _ -> {};

    NvmlAlarms(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void listen(Consumer<DeviceAlarm> newListener) {
        actions.clear();
        listener = newListener;
    }

    @Override
    public void close() {
        listener = _ -> {};
    }

    void xid(String device, long xid) {
        tell(device, xid, UNSAID, Channel.DRIVER_EVENT, "XID " + xid);
    }

    /** The driver says that the recovery action changed; what it is now the next look tells. */
    void recoveryActionChanged(String device) {
        tell(
                device,
                RECOVERY_ACTION_CHANGED,
                UNSAID,
                Channel.DRIVER_EVENT,
                "recovery action changed");
    }

    /** An event that has no number. */
    void other(String device, String detail) {
        tell(device, NO_XID, UNSAID, Channel.DRIVER_EVENT, detail);
    }

    /** The recovery action that a look found; news when it is another than before. */
    void recoveryAction(String device, long action) {
        Long before;
        synchronized (this) {
            before = actions.put(device, action);
        }
        if (action != (before == null ? 0 : before)) {
            tell(
                    device,
                    RECOVERY_ACTION_CHANGED,
                    action,
                    Channel.RECOVERY_ACTION,
                    "recovery action " + action);
        }
    }

    private void tell(String device, long xid, long action, Channel channel, String detail) {
        listener.accept(new DeviceAlarm(device, xid, action, channel, clock.nowUs(), detail));
    }
}
