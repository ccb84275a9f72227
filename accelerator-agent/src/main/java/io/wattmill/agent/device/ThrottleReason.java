// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.device;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Why clocks are lower than they could be: a bit each of {@link Quantity#THROTTLE_REASONS}. */
public enum ThrottleReason {
    /** Nothing runs. */
    IDLE(0x1),
    /** Somebody set the clocks. */
    APPLICATION_CLOCKS(0x2),
    /** The power limit. */
    POWER_CAP(0x4),
    /** The device slows itself down: heat, power brake, or its supply. */
    HARDWARE_SLOWDOWN(0x8),
    /** Another device of its group is slower. */
    SYNC_BOOST(0x10),
    /** Heat, by the driver. */
    SOFTWARE_THERMAL(0x20),
    /** Heat, by the device. */
    HARDWARE_THERMAL(0x40),
    /** An outside power brake. */
    POWER_BRAKE(0x80),
    /** A display. */
    DISPLAY(0x100);

    private final long bit;

    ThrottleReason(long bit) {
        this.bit = bit;
    }

    /** The reasons in a mask; bits without a name are left out. */
    public static List<ThrottleReason> in(long mask) {
        return Arrays.stream(values()).filter(reason -> (mask & reason.bit) != 0).toList();
    }

    /** For a person, for example {@code power cap}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
