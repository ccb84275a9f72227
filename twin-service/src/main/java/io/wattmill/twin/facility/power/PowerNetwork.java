// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.power;

import io.wattmill.twin.facility.Knob;
import io.wattmill.twin.facility.Outage;
import io.wattmill.twin.facility.Stance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A chain with some units out, ready to be asked again and again. From the loads up: what a unit
 * gives out is the sum of what its consumers take in, {@code P_in = P_out + n * rating * (a + b x +
 * c x^2)} for n units alike, and its live feeders share that evenly.
 */
public final class PowerNetwork {
    private final PowerPlan plan;
    private final int units;
    private final int[] live;
    private final int[][] unitFeeders;
    private final int[][] loadFeeders;
    private final double[] ratedWatts;
    private final double[] noLoad;
    private final double[] linear;
    private final double[] square;

    /**
     * A chain, some of which may be out: of several units in parallel the others carry on.
     *
     * @param stance which ends of the loss curves
     * @param outage what is out
     */
    public PowerNetwork(PowerPlan plan, Stance stance, Outage outage) {
        this.plan = plan;
        this.units = plan.units().size();
        this.live = new int[units];
        this.ratedWatts = new double[units];
        this.noLoad = new double[units];
        this.linear = new double[units];
        this.square = new double[units];
        Map<String, Integer> index = new HashMap<>();
        for (int i = 0; i < units; i++) {
            PowerUnit unit = plan.units().get(i);
            index.put(unit.id(), i);
            live[i] = outage.live(unit.id(), unit.count());
            ratedWatts[i] = unit.ratedWatts();
            noLoad[i] = stance.of(Knob.LOSSES, unit.losses().noLoad());
            linear[i] = stance.of(Knob.LOSSES, unit.losses().linear());
            square[i] = stance.of(Knob.LOSSES, unit.losses().square());
        }
        this.unitFeeders = new int[units][];
        energize(index);
        this.loadFeeders =
                plan.loads().stream()
                        .map(load -> liveAmong(load.fedBy(), index))
                        .toArray(int[][]::new);
    }

    /** From the feeds down: a unit without a live feeder is dark, and so is whatever it feeds. */
    private void energize(Map<String, Integer> index) {
        for (int i = units - 1; i >= 0; i--) {
            List<String> fedBy = plan.units().get(i).fedBy();
            unitFeeders[i] = liveAmong(fedBy, index);
            if (!fedBy.isEmpty() && unitFeeders[i].length == 0) {
                live[i] = 0;
            }
        }
    }

    private int[] liveAmong(List<String> ids, Map<String, Integer> index) {
        return ids.stream()
                .mapToInt(id -> Objects.requireNonNull(index.get(id)))
                .filter(i -> live[i] > 0)
                .toArray();
    }

    /** A place for the answers of {@link #carry}. */
    public PowerFlow newFlow() {
        return new PowerFlow(units);
    }

    /**
     * Carries these loads.
     *
     * @param loadWatts what each load takes, in the order of the plan's
     * @param into takes what each unit gives out and takes in
     */
    public void carry(double[] loadWatts, PowerFlow into) {
        into.clear();
        for (int i = 0; i < loadWatts.length; i++) {
            into.add(loadWatts[i], loadFeeders[i]);
        }
        for (int i = 0; i < units; i++) {
            if (live[i] > 0) {
                into.input(i, into.output(i) + lossWatts(i, into.output(i)), unitFeeders[i]);
            }
        }
    }

    private double lossWatts(int i, double output) {
        double rated = live[i] * ratedWatts[i];
        double x = output / rated;
        return rated * (noLoad[i] + x * (linear[i] + x * square[i]));
    }

    /** Whether anything live feeds the load. */
    public boolean serves(int load) {
        return loadFeeders[load].length > 0;
    }

    /** Places of the live units that feed the unit, or the load behind the last unit. */
    public int[] feeders(int consumer) {
        int[] feeders = consumer < units ? unitFeeders[consumer] : loadFeeders[consumer - units];
        return feeders.clone();
    }

    /** Output per rating of what is live; 0 for a unit that is out. */
    public double loading(int unit, PowerFlow flow) {
        return live[unit] == 0 ? 0 : flow.output(unit) / (live[unit] * ratedWatts[unit]);
    }

    public PowerPlan plan() {
        return plan;
    }
}
