// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.evaluate;

import java.util.List;

/**
 * What the joules are counted with.
 *
 * @param idleH100 watts of an idle H100 with a model loaded; other GPUs in proportion to their TDP
 * @param hostPerGpu watts of a host for each of its GPUs, loaded or not
 */
public record Watts(double idleH100, double hostPerGpu) {
    /** What the catalogue's power curves have. */
    public static final double CATALOGUE_IDLE = 115;

    /** What else the joules of every report are counted with, without another run. */
    static final List<Watts> OTHERS =
            List.of(new Watts(75, 0), new Watts(180, 0), new Watts(CATALOGUE_IDLE, 150));

    /** Refuses what cannot be. */
    public Watts {
        if (!(idleH100 >= 0) || !(hostPerGpu >= 0) || idleH100 > 470) {
            throw new IllegalArgumentException(
                    "idle watts are from 0 to 470, the least of a step; host watts are at least 0");
        }
    }

    /** Joules as the simulation has them, with these idle watts instead of the catalogue's. */
    double joules(double joules, double idleJoules) {
        return joules + idleJoules * (idleH100 / CATALOGUE_IDLE - 1);
    }
}
