// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.cooling;

import io.wattmill.twin.facility.Knob;
import io.wattmill.twin.facility.Stance;

/**
 * CDUs or air handlers at work.
 *
 * @param heatWatts what those that are live may carry
 * @param litresPerWatt flow that a watt needs, in litres per minute; 0 for air handlers
 * @param litresPerMinute flow of those that are live
 * @param mover of those that are live
 * @param loop place of its loop
 */
record RunningBank(
        double heatWatts,
        double litresPerWatt,
        double litresPerMinute,
        RunningMover mover,
        int loop) {

    static RunningBank of(HeatBank bank, int live, int loop, Stance stance) {
        return switch (bank) {
            case CduBank cdu -> of(cdu, live, loop, stance);
            case CrahBank crah -> of(crah, live, loop, stance);
        };
    }

    private static RunningBank of(CduBank bank, int live, int loop, Stance stance) {
        return new RunningBank(
                live * bank.ratedHeatWatts(),
                bank.coolant().litresPerMinute(1, bank.riseK()),
                live * bank.ratedLitresPerMinute(),
                RunningMover.of(bank.pump(), live, Knob.PUMPS, stance),
                loop);
    }

    private static RunningBank of(CrahBank bank, int live, int loop, Stance stance) {
        RunningMover fan = RunningMover.of(bank.fan(), live, Knob.FANS, stance);
        return new RunningBank(live * bank.ratedHeatWatts(), 0, 1, fan, loop);
    }

    /** What it has to do per what it may: above 1 it does not carry all. */
    double loading(double watts) {
        if (watts <= 0) {
            return 0;
        }
        return Math.max(watts / heatWatts, watts * litresPerWatt / litresPerMinute);
    }

    /** Power of pump or fan: water by what the heat needs, air in proportion to the heat. */
    double moverWatts(double watts) {
        if (heatWatts <= 0) {
            return 0;
        }
        double share =
                litresPerWatt > 0 ? watts * litresPerWatt / litresPerMinute : watts / heatWatts;
        return mover.watts(share);
    }
}
