// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import io.wattmill.agent.device.AlarmSource;
import io.wattmill.agent.device.DeviceAlarm;
import io.wattmill.agent.device.DeviceAlarm.Channel;
import io.wattmill.kit.time.Clock;

import java.util.function.Consumer;

/**
 * Faults as the driver tells them: its events. Those that come before anybody listens are lost; the
 * recovery action, which stands, is in each look.
 */
final class NvmlAlarms implements AlarmSource {

    private static final long RECOVERY_ACTION_CHANGED = 154;
    private static final long UNSAID = -1;
    private static final long NO_XID = 0;

    private final Clock clock;
    private volatile Consumer<DeviceAlarm> listener = _ -> {};

    NvmlAlarms(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void listen(Consumer<DeviceAlarm> newListener) {
        listener = newListener;
    }

    @Override
    public void close() {
        listener = _ -> {};
    }

    void xid(String device, long xid) {
        tell(device, xid, "XID " + xid);
    }

    /** The driver says that the recovery action changed; what it is now the next look tells. */
    void recoveryActionChanged(String device) {
        tell(device, RECOVERY_ACTION_CHANGED, "recovery action changed");
    }

    /** An event that has no number. */
    void other(String device, String detail) {
        tell(device, NO_XID, detail);
    }

    private void tell(String device, long xid, String detail) {
        listener.accept(
                new DeviceAlarm(device, xid, UNSAID, Channel.DRIVER_EVENT, clock.nowUs(), detail));
    }
}
