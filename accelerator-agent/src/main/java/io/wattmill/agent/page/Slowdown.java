// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.page;

import java.util.Arrays;
import java.util.List;

/**
 * Why clocks are lower than they could be: the bits of NVML's {@code nvmlClocksEventReasons}, the
 * ones that a person should see first.
 */
enum Slowdown {
    POWER_BRAKE(0x80, "power brake"),
    HARDWARE_THERMAL(0x40, "hw thermal"),
    HARDWARE(0x08, "hw slowdown"),
    SOFTWARE_THERMAL(0x20, "sw thermal"),
    POWER_CAP(0x04, "power cap"),
    SYNC_BOOST(0x10, "sync boost"),
    APPLICATION_CLOCKS(0x02, "app clocks"),
    IDLE(0x01, "idle");

    private final long bit;
    private final String words;

    Slowdown(long bit, String words) {
        this.bit = bit;
        this.words = words;
    }

    /** The reasons of a mask in words, the gravest first. */
    static List<String> words(long mask) {
        return Arrays.stream(values())
                .filter(reason -> (mask & reason.bit) != 0)
                .map(reason -> reason.words)
                .toList();
    }
}
