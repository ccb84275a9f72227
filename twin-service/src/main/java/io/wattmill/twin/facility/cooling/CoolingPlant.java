// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.cooling;

import io.wattmill.twin.facility.Outage;
import io.wattmill.twin.facility.Stance;

import java.util.ArrayList;
import java.util.List;

/**
 * A site's cooling with some units out, ready to be asked hour by hour. Heat goes from racks into
 * CDUs and from the room into air handlers, takes along what their pumps and fans turn into heat,
 * and leaves through their loops.
 */
public final class CoolingPlant {
    private final CoolingPlan plan;
    private final List<RunningBank> cdus;
    private final List<RunningBank> crahs;
    private final List<RunningLoop> loops;

    /**
     * A plant, some of which may be out.
     *
     * @param stance which ends of the inputs
     * @param outage what is out
     */
    public CoolingPlant(CoolingPlan plan, Stance stance, Outage outage) {
        this.plan = plan;
        this.cdus =
                plan.cdus().stream()
                        .map(
                                each ->
                                        RunningBank.of(
                                                each,
                                                outage.live(each.id(), each.count()),
                                                plan.loop(each.loop()),
                                                stance))
                        .toList();
        this.crahs =
                plan.crahs().stream()
                        .map(
                                each ->
                                        RunningBank.of(
                                                each,
                                                outage.live(each.id(), each.count()),
                                                plan.loop(each.loop()),
                                                stance))
                        .toList();
        this.loops =
                plan.loops().stream().map(each -> new RunningLoop(each, stance, outage)).toList();
    }

    /** Units by the order of {@link CoolingHour#loading}: names of what may be the constraint. */
    public List<String> units() {
        List<String> units = new ArrayList<>();
        plan.cdus().forEach(each -> units.add(each.id()));
        plan.crahs().forEach(each -> units.add(each.id()));
        for (WaterLoop loop : plan.loops()) {
            units.add(loop.chillers().map(ChillerBank::id).orElse(loop.id()));
            units.add(loop.rejection().id());
        }
        return List.copyOf(units);
    }

    /** A place for the answers of {@link #carry}. */
    public CoolingHour newHour() {
        return new CoolingHour(cdus.size(), crahs.size(), loops.size());
    }

    /**
     * Carries an hour's heat.
     *
     * @param liquidWatts heat per CDU bank, by the order of the plan
     * @param airWatts heat per air handler bank, by the order of the plan
     * @param dryC dry bulb outside
     * @param wetC wet bulb outside
     * @param into takes the answer
     */
    public void carry(
            double[] liquidWatts, double[] airWatts, double dryC, double wetC, CoolingHour into) {
        into.clear();
        for (int i = 0; i < liquidWatts.length; i++) {
            bank(cdus.get(i), i, liquidWatts[i], into);
        }
        for (int i = 0; i < airWatts.length; i++) {
            bank(crahs.get(i), cdus.size() + i, airWatts[i], into);
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
