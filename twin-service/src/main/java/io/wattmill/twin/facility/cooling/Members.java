// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.cooling;

import io.wattmill.twin.facility.Outage;

import java.util.ArrayList;
import java.util.List;

/** Which members of a bank work: they share its power evenly. */
record Members(boolean[] works, int working) {

    static Members of(List<CoolingUnit> units, Outage outage) {
        boolean[] works = new boolean[units.size()];
        for (int i = 0; i < works.length; i++) {
            works[i] = outage.works(units.get(i).id());
        }
        return new Members(works, live(units, outage));
    }

    /**
     * By the order of the plan's loads: CDUs, air handlers, then chillers and rejection per loop.
     */
    static List<Members> of(CoolingPlan plan, Outage outage) {
        List<Members> members = new ArrayList<>();
        plan.banks().forEach(each -> members.add(of(each.units(), outage)));
        for (WaterLoop loop : plan.loops()) {
            members.add(of(loop.chillers().map(ChillerBank::units).orElse(List.of()), outage));
            members.add(of(loop.rejection().units(), outage));
        }
        return List.copyOf(members);
    }

    static int live(List<CoolingUnit> units, Outage outage) {
        return (int) units.stream().filter(each -> outage.works(each.id())).count();
    }

    /** Writes each member's part; the place behind the last one. */
    int share(double watts, double[] into, int from) {
        for (int i = 0; i < works.length; i++) {
            into[from + i] = works[i] ? watts / working : 0;
        }
        return from + works.length;
    }
}
