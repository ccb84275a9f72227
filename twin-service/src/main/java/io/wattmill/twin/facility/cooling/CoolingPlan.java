// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.facility.cooling;

import static java.util.Collections.nCopies;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Cooling of a site.
 *
 * @param cdus for racks' water
 * @param crahs for the air; the first one's room also holds the power units that stand indoors
 * @param loops behind them; every {@code loop} of a bank is one of these
 */
public record CoolingPlan(List<CduBank> cdus, List<CrahBank> crahs, List<WaterLoop> loops) {

    /** Copies its lists and refuses a bank whose loop is not there. */
    public CoolingPlan {
        cdus = List.copyOf(cdus);
        crahs = List.copyOf(crahs);
        loops = List.copyOf(loops);
        for (CduBank cdu : cdus) {
            indexOf(loops, cdu.loop());
        }
        for (CrahBank crah : crahs) {
            indexOf(loops, crah.loop());
        }
    }

    /** CDUs, then air handlers. */
    public List<HeatBank> banks() {
        return Stream.<HeatBank>concat(cdus.stream(), crahs.stream()).toList();
    }

    /** Secondary loops that CDUs take heat from, each once. */
    public List<String> waters() {
        return cdus.stream().map(CduBank::from).distinct().toList();
    }

    /** Rooms that air handlers take heat from, each once; the first holds the units indoors. */
    public List<String> rooms() {
        return crahs.stream().map(CrahBank::from).distinct().toList();
    }

    /**
     * All that draws power: members of CDUs, of air handlers, then each loop's pump and members.
     */
    public List<CoolingUnit> loads() {
        List<CoolingUnit> loads = new ArrayList<>();
        banks().forEach(each -> loads.addAll(each.units()));
        for (WaterLoop loop : loops) {
            loads.add(new CoolingUnit(loop.pumpId(), loop.pumpFedBy()));
            loop.chillers().ifPresent(each -> loads.addAll(each.units()));
            loads.addAll(loop.rejection().units());
        }
        return List.copyOf(loads);
    }

    /** What each of {@link #loads} is a part of, to be shown together. */
    public List<String> labels() {
        List<String> labels = new ArrayList<>();
        cdus.forEach(each -> labels.addAll(nCopies(each.units().size(), each.id() + " pumps")));
        crahs.forEach(each -> labels.addAll(nCopies(each.units().size(), each.id() + " fans")));
        for (WaterLoop loop : loops) {
            labels.add(loop.pumpId());
            loop.chillers()
                    .ifPresent(each -> labels.addAll(nCopies(each.units().size(), each.id())));
            Rejection rejection = loop.rejection();
            labels.addAll(nCopies(rejection.units().size(), rejection.id() + " fans"));
        }
        return List.copyOf(labels);
    }

    /** Ids of all units that may be out, each once. */
    public List<String> units() {
        Set<String> units = new LinkedHashSet<>();
        banks().forEach(bank -> bank.units().forEach(each -> units.add(each.id())));
        for (WaterLoop loop : loops) {
            loop.chillers().ifPresent(bank -> bank.units().forEach(each -> units.add(each.id())));
            loop.rejection().units().forEach(each -> units.add(each.id()));
        }
        return List.copyOf(units);
    }

    /** Place of the loop of that name. */
    public int loop(String id) {
        return indexOf(loops, id);
    }

    private static int indexOf(List<WaterLoop> loops, String id) {
        for (int i = 0; i < loops.size(); i++) {
            if (loops.get(i).id().equals(id)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no loop is called " + id);
    }
}
