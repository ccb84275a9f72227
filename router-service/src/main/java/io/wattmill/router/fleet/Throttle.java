// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Why a device's clock is lower than it could be, the gravest first: the bits are NVML's ({@code
 * nvmlClocksEventReasons}).
 */
enum Throttle {
    POWER_BRAKE(0x80, "power brake"),
    HARDWARE_THERMAL(0x40, "hw thermal"),
    HARDWARE(0x8, "hw slowdown"),
    SOFTWARE_THERMAL(0x20, "sw thermal"),
    SYNC_BOOST(0x10, "sync boost"),
    SETTING(0x2, "clocks set"),
    POWER_CAP(0x4, "power cap"),
    IDLE(0x1, "idle");

    private static final long BY_HARDWARE = POWER_BRAKE.bit | HARDWARE_THERMAL.bit | HARDWARE.bit;
    private static final long HELD =
            BY_HARDWARE | SOFTWARE_THERMAL.bit | SYNC_BOOST.bit | SETTING.bit;

    private final long bit;
    private final String words;

    Throttle(long bit, String words) {
        this.bit = bit;
        this.words = words;
    }

    private boolean in(long mask) {
        return (mask & bit) != 0;
    }

    /** The hardware halves its clock at least. */
    static boolean byHardware(long mask) {
        return (mask & BY_HARDWARE) != 0;
    }

    /** Whether the clock is that of a device at work, and is low for more than the power limit. */
    static boolean tellsClock(long mask) {
        return !IDLE.in(mask) && (!POWER_CAP.in(mask) || (mask & HELD) != 0);
    }

    /** What holds the clock down whatever the load, in words; empty when nothing does. */
    static String words(long mask) {
        return Arrays.stream(values())
                .filter(reason -> (reason.bit & HELD) != 0 && reason.in(mask))
                .map(reason -> reason.words)
                .collect(Collectors.joining(", "));
    }
}
