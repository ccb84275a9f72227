// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.health;

import java.util.Locale;

/** How a device, or the node as a whole, stands. */
public enum Fitness {
    /** Nothing is known against it. */
    HEALTHY,
    /** Works again after it was down, and is watched. */
    RECOVERED,
    /** Works, and is watched. */
    SUSPECT,
    /** Finishes what runs on it and takes nothing new. */
    DRAINING,
    /** Waits to be repaired; nothing runs on it. */
    DOWN;

    /** Whether new work may run on it. */
    public boolean takesWork() {
        return this != DRAINING && this != DOWN;
    }

    /** In small letters, for events and metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
