// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.power;

import io.wattmill.twin.facility.Knob;
import io.wattmill.twin.facility.Outage;
import io.wattmill.twin.facility.Stance;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

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
    private int held = -1;
    private int[] own = {};
    private int[] shared = {};

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
            NetworkUnit unit = plan.units().get(i);
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

    /** From the sources down: a unit without a live feeder is dark, and so is whatever it feeds. */
    private void energize(Map<String, Integer> index) {
        for (int i = units - 1; i >= 0; i--) {
            NetworkUnit unit = plan.units().get(i);
            int[] feeders = liveAmong(unit.fedBy(), index);
            unitFeeders[i] = feeders.length > 0 ? feeders : liveAmong(unit.backedBy(), index);
            if (!unit.source() && unitFeeders[i].length == 0) {
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
    public LoadFlow newFlow() {
        return new LoadFlow(units);
    }

    /**
     * Carries these loads.
     *
     * @param loadWatts what each load takes, in the order of the plan's
     * @param into takes what each unit gives out and takes in
     */
    public void carry(double[] loadWatts, LoadFlow into) {
        hold(loadWatts, 0, into);
        carry(loadWatts, 0, into);
    }

    /**
     * Takes the first loads, which stay while {@link #carry(double[], int, LoadFlow)} is asked, and
     * solves the units on which nothing else hangs: in a large hall, nearly all.
     */
    public void hold(double[] loadWatts, int first, LoadFlow into) {
        if (first != held) {
            held = first;
            shared = shared(first);
            own = IntStream.range(0, units).filter(unit -> !among(unit, shared)).toArray();
        }
        into.clear();
        for (int i = 0; i < first; i++) {
            into.add(loadWatts[i], loadFeeders[i]);
        }
        solve(own, into);
        into.hold();
    }

    /** Units on which nothing hangs but the loads that are held. */
    public int[] held() {
        return own.clone();
    }

    private static boolean among(int unit, int[] sorted) {
        return Arrays.binarySearch(sorted, unit) >= 0;
    }

    /** Units on which loads behind the first hang, directly or not, in their order. */
    private int[] shared(int first) {
        boolean[] shared = new boolean[units];
        for (int i = first; i < loadFeeders.length; i++) {
            Arrays.stream(loadFeeders[i]).forEach(feeder -> shared[feeder] = true);
        }
        for (int i = 0; i < units; i++) {
            if (shared[i]) {
                Arrays.stream(unitFeeders[i]).forEach(feeder -> shared[feeder] = true);
            }
        }
        return IntStream.range(0, units).filter(i -> shared[i]).toArray();
    }

    private void solve(int[] some, LoadFlow into) {
        for (int i : some) {
            if (live[i] > 0) {
                into.input(i, into.output(i) + lossWatts(i, into.output(i)), unitFeeders[i]);
            }
        }
    }

    /** Carries the loads behind the first, which are held, and these. */
    public void carry(double[] loadWatts, int first, LoadFlow into) {
        into.back(shared);
        for (int i = first; i < loadWatts.length; i++) {
            into.add(loadWatts[i], loadFeeders[i]);
        }
        solve(shared, into);
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
    public double loading(int unit, LoadFlow flow) {
        return live[unit] == 0 ? 0 : flow.output(unit) / (live[unit] * ratedWatts[unit]);
    }

    /** The chain with nothing out. */
    public PowerPlan plan() {
        return plan;
    }
}
