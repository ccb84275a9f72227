// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.health;

import io.wattmill.agent.device.DeviceAlarm;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An alarm and what the table makes of it.
 *
 * @param alarm as it was told
 * @param meaning in a few words
 * @param response what it asks for
 * @param remedy what helps
 * @param cleared whether the driver says that nothing is to be recovered any more
 */
record Fault(DeviceAlarm alarm, String meaning, Response response, String remedy, boolean cleared) {

    private static final Pattern PROCESS = Pattern.compile("pid='?(\\d{1,10})");

    /** What the driver asks for goes before what the table says. */
    static Fault of(DeviceAlarm alarm, XidTable table) {
        XidRule rule = table.rule(alarm.xid(), alarm.detail());
        return RecoveryAction.of(alarm.recoveryAction())
                .map(action -> asked(alarm, rule, action))
                .orElseGet(
                        () ->
                                new Fault(
                                        alarm,
                                        rule.meaning(),
                                        rule.response(),
                                        rule.remedy(),
                                        false));
    }

    private static Fault asked(DeviceAlarm alarm, XidRule rule, RecoveryAction action) {
        return new Fault(
                alarm,
                rule.meaning(),
                action.response(),
                action.remedy(),
                action == RecoveryAction.NONE);
    }

    String deviceId() {
        return alarm.deviceId();
    }

    /** For example {@code xid.79}; the driver tells of some faults without a number. */
    String code() {
        return alarm.xid() == 0 ? "driver.fault" : "xid." + alarm.xid();
    }

    /** For example {@code XID 79, the GPU has fallen off the bus: power-cycle the host}. */
    String text() {
        String number = alarm.xid() == 0 ? "" : "XID " + alarm.xid() + ", ";
        return number + meaning + ": " + remedy;
    }

    /**
     * The program that it happened to, as the kernel's log names it; itself where none is named.
     */
    String culprit() {
        Matcher process = PROCESS.matcher(alarm.detail());
        return process.find() ? process.group(1) : "unnamed";
    }
}
