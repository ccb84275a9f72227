// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.power;

import io.wattmill.twin.plan.power.Energized;
import io.wattmill.twin.plan.power.Losses;
import io.wattmill.twin.plan.power.PowerTree;
import io.wattmill.twin.plan.power.PowerUnit;
import io.wattmill.twin.plan.power.SupplyPaths;

import java.util.List;
import java.util.Set;

/**
 * Where the power of loads comes from while some units are out of service: evenly from those that
 * live, with what the units below turn into heat.
 */
final class PowerFlow {
    /** Sums of shares miss a whole watt by no more than this. */
    private static final double ROUNDING = 1e-6;

    private final SupplyPaths paths;
    private final boolean[] lossy;
    private final int[][] cords;
    private final double[] watts;

    PowerFlow(PowerTree tree, List<ElectricLoad> loads) {
        paths = new SupplyPaths(tree);
        lossy = new boolean[paths.units().size()];
        for (int unit = 0; unit < lossy.length; unit++) {
            lossy[unit] = !paths.units().get(unit).losses().equals(Losses.NONE);
        }
        cords = loads.stream().map(load -> paths.numbers(load.fedBy())).toArray(int[][]::new);
        watts = loads.stream().mapToDouble(ElectricLoad::watts).toArray();
    }

    /** The number of a unit; -1 for one of a cycle, which carries nothing. */
    int number(PowerUnit unit) {
        return paths.number(unit.id());
    }

    /** What is while these units are gone. */
    State without(Set<String> lost) {
        Energized alive = paths.without(lost);
        double[] out = new double[lossy.length];
        for (int load = 0; load < cords.length; load++) {
            share(cords[load], watts[load], alive, out);
        }
        for (int unit = out.length - 1; unit >= 0; unit--) {
            if (alive.has(unit)) {
                double drawn = out[unit] + (lossy[unit] ? lost(unit, out[unit]) : 0);
                share(paths.feeders(unit, alive), drawn, alive, out);
            }
        }
        return new State(alive, out);
    }

    private double lost(int number, double carried) {
        PowerUnit unit = paths.units().get(number);
        return unit.losses().watts(carried, Math.max(1, unit.ratedWatts()));
    }

    private static void share(int[] among, double watts, Energized alive, double[] out) {
        int living = alive.count(among);
        for (int unit : among) {
            out[unit] += alive.has(unit) ? watts / living : 0;
        }
    }

    /** Power on each unit; units and loads are numbered as they stand in the flow. */
    final class State {
        private final Energized alive;
        private final double[] out;

        private State(Energized alive, double[] out) {
            this.alive = alive;
            this.out = out;
        }

        /** Whether power reaches the load of this number. */
        boolean reaches(int load) {
            return alive.hasAny(cords[load]);
        }

        /** Whole watts, rounded up, that the unit of this number hands on. */
        long watts(int unit) {
            return (long) Math.ceil(out[unit] - ROUNDING);
        }

        /** Whole watts, rounded up, that the unit hands on. */
        long watts(PowerUnit unit) {
            int number = number(unit);
            return number < 0 ? 0 : watts(number);
        }

        /** Watts that the unit hands on. */
        double exactWatts(PowerUnit unit) {
            int number = number(unit);
            return number < 0 ? 0 : out[number];
        }
    }
}
