// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.health;

import java.util.Locale;

/** What a fault asks of this node, mildest first. */
public enum Response {
    /** Comes with other faults or means nothing alone: counted, told, no more. */
    IGNORE,
    /**
     * The program that ran is to blame: counted. The same from several programs makes the device
     * suspect; nothing of this kind ever drains it.
     */
    TENANT,
    /** The device is suspect; too many of these within the window drain it. */
    WATCH,
    /** The device takes no new work, and goes down when nothing runs on it any more. */
    DRAIN,
    /** As {@link #DRAIN}, and what helps concerns the whole host: the node drains with it. */
    DRAIN_NODE;

    /** The word for it in the table and in metrics, for example {@code drain-node}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The response of this label.
     *
     * @throws IllegalArgumentException when there is none
     */
    static Response of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
