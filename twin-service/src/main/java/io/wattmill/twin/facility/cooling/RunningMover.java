// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.cooling;

import io.wattmill.twin.facility.Knob;
import io.wattmill.twin.facility.Stance;

/** Movers alike that share a flow: {@code n * rated * max(floor, share of full flow)^3}. */
record RunningMover(double ratedWatts, double floor) {

    static RunningMover of(Mover mover, int live, Knob knob, Stance stance) {
        return new RunningMover(
                live * stance.of(knob, mover.ratedWatts()), stance.of(knob, mover.floor()));
    }

    double watts(double share) {
        double flow = Math.clamp(share, floor, 1);
        return ratedWatts * flow * flow * flow;
    }
}
