// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.cooling;

import io.wattmill.twin.facility.Outage;
import io.wattmill.twin.facility.Stance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A site's cooling with some units out, ready to be asked hour by hour. Heat goes from racks into
 * CDUs and from the room into air handlers, takes along what their pumps and fans turn into heat,
 * and leaves through their loops.
 */
public final class CoolingPlant {
    private final CoolingPlan plan;
    private final List<RunningBank> banks;
    private final int[] from;
    private final double[] share;
    private final List<RunningLoop> loops;
    private final List<Members> members;

    /**
     * A plant, some of which may be out.
     *
     * @param stance which ends of the inputs
     * @param outage what is out
     */
    public CoolingPlant(CoolingPlan plan, Stance stance, Outage outage) {
        this.plan = plan;
        this.banks = plan.banks().stream().map(each -> running(each, stance, outage)).toList();
        this.from = from(plan);
        this.share = shares();
        this.loops =
                plan.loops().stream().map(each -> new RunningLoop(each, stance, outage)).toList();
        this.members = Members.of(plan, outage);
    }

    private RunningBank running(HeatBank bank, Stance stance, Outage outage) {
        int live = Members.live(bank.units(), outage);
        return RunningBank.of(bank, live, plan.loop(bank.loop()), stance);
    }

    /** Which heat each bank has a share of: secondary loops first, then rooms. */
    private static int[] from(CoolingPlan plan) {
        List<String> waters = plan.waters();
        List<String> rooms = plan.rooms();
        return plan.banks().stream()
                .mapToInt(
                        bank ->
                                switch (bank) {
                                    case CduBank cdu -> waters.indexOf(cdu.from());
                                    case CrahBank crah ->
                                            waters.size() + rooms.indexOf(crah.from());
                                })
                .toArray();
    }

    /** Of one heat each bank takes what its live members may carry; where none may, all alike. */
    private double[] shares() {
        double[] shares = new double[banks.size()];
        for (int bank = 0; bank < shares.length; bank++) {
            int own = from[bank];
            int[] all = IntStream.range(0, shares.length).filter(i -> from[i] == own).toArray();
            double sum = Arrays.stream(all).mapToDouble(i -> banks.get(i).heatWatts()).sum();
            shares[bank] = sum > 0 ? banks.get(bank).heatWatts() / sum : 1.0 / all.length;
        }
        return shares;
    }

    /**
     * Power that each of the plan's loads draws: a bank's, divided evenly among those that work.
     *
     * @param from where in {@code into} the first one stands
     */
    public void draws(CoolingHour hour, double[] into, int from) {
        int at = from;
        int bank = 0;
        while (bank < banks.size()) {
            at = members.get(bank).share(hour.moverWatts(bank), into, at);
            bank++;
        }
        for (int loop = 0; loop < loops.size(); loop++) {
            into[at++] = hour.loopPumpWatts(loop);
            at = members.get(bank++).share(hour.loop(loop).chillerWatts(), into, at);
            at = members.get(bank++).share(hour.loop(loop).fanWatts(), into, at);
        }
    }

    /** Banks by the order of {@link CoolingHour#loading}: names of what may be the constraint. */
    public List<String> banks() {
        List<String> names = new ArrayList<>();
        plan.banks().forEach(each -> names.add(each.id()));
        for (WaterLoop loop : plan.loops()) {
            names.add(loop.chillers().map(ChillerBank::id).orElse(loop.id()));
            names.add(loop.rejection().id());
        }
        return List.copyOf(names);
    }

    /** A place for the answers of {@link #carry}. */
    public CoolingHour newHour() {
        return new CoolingHour(banks.size(), loops.size());
    }

    /**
     * Carries an hour's heat.
     *
     * @param liquidWatts heat per secondary loop, by the order of {@link CoolingPlan#waters}
     * @param airWatts heat per room, by the order of {@link CoolingPlan#rooms}
     * @param dryC dry bulb outside
     * @param wetC wet bulb outside
     * @param into takes the answer
     */
    public void carry(
            double[] liquidWatts, double[] airWatts, double dryC, double wetC, CoolingHour into) {
        into.clear();
        for (int i = 0; i < from.length; i++) {
            int room = from[i] - liquidWatts.length;
            double heat = room < 0 ? liquidWatts[from[i]] : airWatts[room];
            bank(banks.get(i), i, share[i] * heat, into);
        }
        for (int i = 0; i < loops.size(); i++) {
            RunningLoop loop = loops.get(i);
            double pump = loop.pumpWatts(into.loopHeat(i));
            into.loop(i, pump, loop.carry(into.loopHeat(i) + pump, loop.outsideC(dryC, wetC)));
        }
    }

    private void bank(RunningBank bank, int unit, double watts, CoolingHour into) {
        double loading = bank.loading(watts);
        double carried = loading > 1 ? watts / loading : watts;
        into.bank(unit, bank.loop(), carried, watts - carried, bank.moverWatts(watts), loading);
    }
}
