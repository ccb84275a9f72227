// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.power;

import io.wattmill.twin.plan.power.Losses;
import io.wattmill.twin.plan.power.PowerFlow.Load;
import io.wattmill.twin.plan.power.PowerTree;
import io.wattmill.twin.plan.power.PowerUnit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Where the power of loads comes from while some units are out of service: evenly from those that
 * live, with what the units below turn into heat. Batteries bridge minutes; here they feed nothing.
 * Units are numbered, sources first, because one such flow is asked for the loss of each unit of
 * plans with thousands. {@link io.wattmill.twin.plan.power.PowerFlow} is the same without losses,
 * for who asks what still has power; {@code facility.power.PowerNetwork} has each hour's losses.
 */
final class LossyFlow {
    /** Sums of shares miss a whole watt by no more than this. */
    private static final double ROUNDING = 1e-6;

    private final List<PowerUnit> units;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final boolean[] source;
    private final boolean[] lossy;
    private final int[][] fedBy;
    private final int[][] backedBy;
    private final int[][] cords;
    private final double[] watts;

    LossyFlow(PowerTree tree, List<Load> loads) {
        units = tree.sourcesFirst();
        units.forEach(unit -> numbers.put(unit.id(), numbers.size()));
        source = new boolean[units.size()];
        lossy = new boolean[units.size()];
        for (int unit = 0; unit < source.length; unit++) {
            source[unit] = units.get(unit).kind().lastingSource();
            lossy[unit] = !units.get(unit).losses().equals(Losses.NONE);
        }
        fedBy = units.stream().map(unit -> numbers(unit.fedBy())).toArray(int[][]::new);
        backedBy = units.stream().map(unit -> numbers(unit.backedBy())).toArray(int[][]::new);
        cords = loads.stream().map(load -> numbers(load.fedBy())).toArray(int[][]::new);
        watts = loads.stream().mapToDouble(Load::watts).toArray();
    }

    private int[] numbers(List<String> ids) {
        return ids.stream()
                .map(numbers::get)
                .filter(Objects::nonNull)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** The number of a unit; -1 for one of a cycle, which carries nothing. */
    int number(PowerUnit unit) {
        return numbers.getOrDefault(unit.id(), -1);
    }

    /** What is while these units are gone. */
    State without(Set<String> lost) {
        boolean[] alive = alive(lost);
        double[] out = new double[units.size()];
        for (int load = 0; load < cords.length; load++) {
            share(cords[load], watts[load], alive, out);
        }
        for (int unit = out.length - 1; unit >= 0; unit--) {
            if (alive[unit]) {
                double drawn = out[unit] + (lossy[unit] ? lost(units.get(unit), out[unit]) : 0);
                boolean backed = !lives(fedBy[unit], alive);
                share(backed ? backedBy[unit] : fedBy[unit], drawn, alive, out);
            }
        }
        return new State(alive, out);
    }

    private boolean[] alive(Set<String> lost) {
        boolean[] gone = new boolean[source.length];
        lost.stream()
                .map(numbers::get)
                .filter(Objects::nonNull)
                .forEach(number -> gone[number] = true);
        boolean[] alive = new boolean[source.length];
        for (int unit = 0; unit < alive.length; unit++) {
            alive[unit] =
                    !gone[unit]
                            && (source[unit]
                                    || lives(fedBy[unit], alive)
                                    || lives(backedBy[unit], alive));
        }
        return alive;
    }

    private static double lost(PowerUnit unit, double watts) {
        return unit.losses().watts(watts, Math.max(1, unit.ratedWatts()));
    }

    private static boolean lives(int[] some, boolean[] alive) {
        return living(some, alive) > 0;
    }

    private static int living(int[] some, boolean[] alive) {
        int living = 0;
        for (int unit : some) {
            living += alive[unit] ? 1 : 0;
        }
        return living;
    }

    private static void share(int[] among, double watts, boolean[] alive, double[] out) {
        int living = living(among, alive);
        for (int unit : among) {
            out[unit] += alive[unit] ? watts / living : 0;
        }
    }

    /** Power on each unit; units and loads are numbered as they stand in the flow. */
    final class State {
        private final boolean[] alive;
        private final double[] out;

        private State(boolean[] alive, double[] out) {
            this.alive = alive;
            this.out = out;
        }

        /** Whether power reaches the load of this number. */
        boolean reaches(int load) {
            return lives(cords[load], alive);
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
    }
}
