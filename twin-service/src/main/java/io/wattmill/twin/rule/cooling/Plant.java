// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.cooling;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.cooling.AirUnit;
import io.wattmill.twin.plan.cooling.Chiller;
import io.wattmill.twin.plan.cooling.Chiller.CopPoint;
import io.wattmill.twin.plan.cooling.HeatRejector;
import io.wattmill.twin.rule.CheckedPlan;
import io.wattmill.twin.rule.cooling.Loop.Asker;
import io.wattmill.twin.rule.cooling.Loop.Machine;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The cooling plant at the hottest hour: who asks which machines for how much. Made once per
 * checked plan.
 */
final class Plant {
    private final FacilityPlan plan;
    private final List<ColdSide> sides;
    private final List<ColdSide> chilled;
    private final Optional<Outside> outside;

    private Plant(FacilityPlan plan) {
        this.plan = plan;
        this.sides = ColdSide.all(plan);
        this.chilled = sides.stream().filter(side -> !side.chillers(plan).isEmpty()).toList();
        this.outside = Outside.of(plan.place());
    }

    static Plant of(CheckedPlan checked) {
        return checked.derived(Plant.class, each -> new Plant(each.plan()));
    }

    FacilityPlan plan() {
        return plan;
    }

    /** Coolant units and air handlers. */
    List<ColdSide> sides() {
        return sides;
    }

    /** Those of them that chillers may cool. */
    List<ColdSide> chilled() {
        return chilled;
    }

    /** Empty where the weather is not known by the hour. */
    Optional<Outside> outside() {
        return outside;
    }

    /** Loops of machines of one kind, each with the heat that comes to it. */
    List<Loop> loops(Bank bank) {
        return switch (bank) {
            case AIR -> Loop.all(plan.site(), air(), List.of(new Asker(List.of(), Heat.air(plan))));
            case CHILLER -> Loop.all(plan.site(), chillers(), asksChillers());
            case REJECTOR -> Loop.all(plan.site(), rejectors(), asksRejectors());
        };
    }

    private List<Machine> air() {
        return plan.cooling().airUnits().stream()
                .map((AirUnit unit) -> new Machine(unit.id(), unit.coolingWatts()))
                .toList();
    }

    private List<Machine> chillers() {
        return plan.cooling().chillers().stream()
                .map(unit -> new Machine(unit.id(), unit.coolingWatts()))
                .toList();
    }

    private List<Machine> rejectors() {
        return plan.cooling().rejectors().stream()
                .map(unit -> new Machine(unit.id(), unit.heatWatts()))
                .toList();
    }

    private List<Asker> asksChillers() {
        return chilled.stream()
                .map(side -> new Asker(ids(side.chillers(plan), Chiller::id), toChill(side)))
                .toList();
    }

    /** Heat of no planned unit is asked of every machine that there is. */
    private List<Asker> asksRejectors() {
        Stream<Asker> known =
                sides.stream()
                        .map(
                                side ->
                                        new Asker(
                                                ids(side.rejectors(plan), HeatRejector::id),
                                                toReject(side)));
        return Stream.concat(known, Stream.of(new Asker(List.of(), ColdSide.unplanned(plan))))
                .toList();
    }

    private static <T> List<String> ids(List<T> machines, Function<T, String> id) {
        return machines.stream().map(id).toList();
    }

    /** Heat that chillers must lift at the hottest hour; all, where the weather is not known. */
    private double toChill(ColdSide side) {
        boolean free = outside.filter(sky -> coolsItself(side, sky)).isPresent();
        return free ? 0 : side.heatWatts();
    }

    private boolean coolsItself(ColdSide side, Outside sky) {
        return side.coldest(plan, sky).filter(by -> sky.hottestC(by) <= side.waterC()).isPresent();
    }

    /** With the work of its compressors at their highest lift. */
    private double toReject(ColdSide side) {
        double cop =
                side.chillers(plan).stream()
                        .flatMap(chiller -> chiller.cop().value().stream())
                        .mapToDouble(CopPoint::cop)
                        .min()
                        .orElse(Double.POSITIVE_INFINITY);
        return side.heatWatts() + toChill(side) / cop;
    }

    /** Heat that comes to towers when all rejectors behind a side share it by what they carry. */
    double towerWatts() {
        double planned =
                sides.stream().mapToDouble(s -> toReject(s) * wet(s.rejectors(plan))).sum();
        return planned + ColdSide.unplanned(plan) * wet(plan.cooling().rejectors());
    }

    private static double wet(List<HeatRejector> rejectors) {
        double all = rejectors.stream().mapToDouble(HeatRejector::heatWatts).sum();
        double wet =
                rejectors.stream()
                        .filter(each -> each.kind() == HeatRejector.Kind.TOWER)
                        .mapToDouble(HeatRejector::heatWatts)
                        .sum();
        return wet / Math.max(1, all);
    }
}
