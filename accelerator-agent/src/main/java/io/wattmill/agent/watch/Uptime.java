// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.watch;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** How long the host has been up, which the kernel's log counts in. */
@FunctionalInterface
interface Uptime {

    /** Microseconds since the host started; empty when it does not say. */
    OptionalLong us();

    /** As {@code /proc/uptime} says. */
    static Uptime ofHost() {
        return () -> read(Path.of("/proc/uptime"));
    }

    private static OptionalLong read(Path file) {
        try {
            String seconds = Files.readString(file).split(" ", -1)[0];
            return OptionalLong.of(new BigDecimal(seconds).movePointRight(6).longValue());
        } catch (IOException | NumberFormatException _) {
            return OptionalLong.empty();
        }
    }
}
