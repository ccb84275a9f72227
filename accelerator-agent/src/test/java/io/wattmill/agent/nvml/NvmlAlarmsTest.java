// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wattmill.agent.device.DeviceAlarm;
import io.wattmill.agent.device.DeviceAlarm.Channel;
import io.wattmill.agent.testing.StubDriver;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class NvmlAlarmsTest {

    private static final int NOT_SUPPORTED = 3;

    @TempDir Path folder = Path.of("");

    @Test
    void tellsAnXidAsAnEvent() {
        StubDriver driver = StubDriver.build(folder);
        try (DriverRig rig = new DriverRig(driver)) {
            rig.seen();
            driver.event(1, 0x8, 79);
            Await.until(() -> !rig.alarms.isEmpty(), "an alarm");

            DeviceAlarm alarm = rig.alarms.getFirst();
            assertEquals(StubDriver.uuid(1), alarm.deviceId());
            assertEquals(79, alarm.xid());
            assertEquals(Channel.DRIVER_EVENT, alarm.channel());
        }
    }

    @Test
    void aDriverWithoutEventsIsReadAllTheSame() {
        StubDriver driver = StubDriver.build(folder);
        driver.fail("nvmlEventSetCreate", NOT_SUPPORTED);
        try (DriverRig rig = new DriverRig(driver)) {
            assertEquals(2, rig.seen().devices().size());
        }
    }
}
