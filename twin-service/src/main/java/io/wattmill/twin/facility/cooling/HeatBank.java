// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.cooling;

import java.util.List;

/** Machines alike that take heat from racks' water or from a room's air and hand it to a loop. */
public sealed interface HeatBank permits CduBank, CrahBank {

    /** Name of the bank. */
    String id();

    /** Its members, alike; at least one. */
    List<CoolingUnit> units();

    /** Heat that one of them may carry. */
    double ratedHeatWatts();

    /** Id of the water loop that takes the heat. */
    String loop();

    /**
     * What it takes its heat from, a secondary loop or a room: banks of one such share its heat by
     * what their live members may carry.
     */
    String from();
}
