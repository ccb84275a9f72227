// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.page;

import io.wattmill.agent.device.ThrottleReason;

import java.util.Arrays;
import java.util.List;

/** What slows a device, in words that fit a column, the gravest first. */
enum Slowdown {
    POWER_BRAKE(ThrottleReason.POWER_BRAKE, "power brake"),
    HARDWARE_THERMAL(ThrottleReason.HARDWARE_THERMAL, "hw thermal"),
    HARDWARE(ThrottleReason.HARDWARE_SLOWDOWN, "hw slowdown"),
    SOFTWARE_THERMAL(ThrottleReason.SOFTWARE_THERMAL, "sw thermal"),
    POWER_CAP(ThrottleReason.POWER_CAP, "power cap"),
    SYNC_BOOST(ThrottleReason.SYNC_BOOST, "sync boost"),
    APPLICATION_CLOCKS(ThrottleReason.APPLICATION_CLOCKS, "app clocks"),
    IDLE(ThrottleReason.IDLE, "idle");

    private final ThrottleReason reason;
    private final String words;

    Slowdown(ThrottleReason reason, String words) {
        this.reason = reason;
        this.words = words;
    }

    /** The reasons of a mask in words. */
    static List<String> words(long mask) {
        List<ThrottleReason> reasons = ThrottleReason.in(mask);
        return Arrays.stream(values())
                .filter(slowdown -> reasons.contains(slowdown.reason))
                .map(slowdown -> slowdown.words)
                .toList();
    }
}
