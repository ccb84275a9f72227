// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.cooling;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.figure.Figure;

/**
 * A pump or a fan with a drive. Its power goes with the cube of its flow (affinity laws), down to
 * the least flow that the drive or the plant allows.
 *
 * @param ratedWatts power at full flow, at least 0
 * @param floor least flow as a share of the full one, 0 to 1; 1 = it has no drive
 */
public record Mover(Figure ratedWatts, Figure floor) {
    /** Needs no power: heat moves by a pump that is counted elsewhere. */
    public static final Mover NONE = new Mover(exact(0), exact(0));

    /** A mover with a drive that goes down to a third of its flow, which is assumed. */
    public static Mover driven(Figure ratedWatts) {
        return new Mover(
                ratedWatts, new Figure(0.35, 0.25, 0.5, Provenance.ASSUMED, "drive's floor"));
    }

    private static Figure exact(double value) {
        return Figure.exact(value, Provenance.DERIVED, "by its kind");
    }
}
