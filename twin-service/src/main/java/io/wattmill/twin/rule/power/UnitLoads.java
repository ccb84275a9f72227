// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.power;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.power.PowerUnit;
import io.wattmill.twin.plan.power.PowerUnit.Kind;
import io.wattmill.twin.plan.site.Site.Redundancy;
import io.wattmill.twin.rule.About;
import io.wattmill.twin.rule.CheckedPlan;
import io.wattmill.twin.rule.DerivedRule;
import io.wattmill.twin.rule.Finding;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.Unit;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What each unit between the utility and the breakers carries while nothing is lost. */
final class UnitLoads {
    private static final long TRANSFORMER_PERCENT = 80;
    private static final long HALF_PERCENT = 50;

    /** Where the limit of each kind comes from. */
    private static final Map<Kind, String> SOURCES =
            Map.of(
                    Kind.FEED, "plan: what the utility agreed to deliver",
                    Kind.TRANSFORMER, "plan: nameplate; IEEE C57.96 continuous loading",
                    Kind.SWITCHBOARD, "plan: rating; NEC 220 feeder load",
                    Kind.UPS, "plan: output rating in kW",
                    Kind.PDU, "plan: rating of its transformer or bars",
                    Kind.BUSWAY, "plan: rating; NEC 368 busways");

    private UnitLoads() {}

    static Stream<Rule> rules() {
        var byKind =
                Stream.of(
                                Kind.FEED,
                                Kind.TRANSFORMER,
                                Kind.SWITCHBOARD,
                                Kind.UPS,
                                Kind.PDU,
                                Kind.BUSWAY)
                        .map(UnitLoads::ofKind);
        return Stream.concat(byKind, Stream.of(TRANSFORMER_LOADING, UPS_HALF));
    }

    private static Rule ofKind(Kind kind) {
        return new DerivedRule(
                "power.load." + kind.word().toLowerCase(Locale.ROOT),
                "A %s carries its racks and cooling, losses included, within its rating."
                        .formatted(kind.word()),
                SOURCES.getOrDefault(kind, "plan"),
                checked ->
                        Stream.concat(
                                about(checked, kind, UnitLoads::withinRating),
                                kind == Kind.FEED ? unfed(checked.plan()) : Stream.empty()));
    }

    /** Said once, of the feeds, which carry all there is. */
    private static Stream<Finding> unfed(FacilityPlan plan) {
        var ids = CoolingLoads.unfed(plan.cooling());
        return ids.isEmpty()
                ? Stream.empty()
                : Stream.of(
                        About.of(plan.site())
                                .with("cooling units that nothing feeds", ids.size(), Unit.PIECE)
                                .unknown(
                                        "what feeds %s is not given: no unit carries their power"
                                                .formatted(named(ids)),
                                        "give fed-by of " + named(ids)));
    }

    private static String named(List<String> ids) {
        return ids.size() == 1
                ? ids.getFirst()
                : "%s and %d more of the cooling".formatted(ids.getFirst(), ids.size() - 1);
    }

    private static final Rule TRANSFORMER_LOADING =
            new DerivedRule(
                    "power.transformer.loading",
                    "A transformer runs at 80 % of its nameplate or less.",
                    "usual planning limit; heat ages its insulation (IEEE C57.96)",
                    checked ->
                            about(
                                    checked,
                                    Kind.TRANSFORMER,
                                    (about, unit, watts) ->
                                            loading(about, unit, watts, TRANSFORMER_PERCENT)));

    private static final Rule UPS_HALF =
            new DerivedRule(
                    "power.ups.half",
                    "In a site of two complete sides a UPS runs at half its rating or less.",
                    "2N: one side takes the whole load; CEC tech brief 45",
                    checked ->
                            checked.plan().place().redundancy().value() == Redundancy.TWO_N
                                    ? about(
                                            checked,
                                            Kind.UPS,
                                            (about, unit, watts) ->
                                                    loading(about, unit, watts, HALF_PERCENT))
                                    : Stream.empty());

    /** Says something about a unit that hands so many watts on. */
    private interface Judge {
        Finding of(About about, PowerUnit unit, long watts);
    }

    private static Stream<Finding> about(CheckedPlan checked, Kind kind, Judge judge) {
        List<PowerUnit> units =
                checked.plan().power().units().stream()
                        .filter(unit -> unit.kind() == kind)
                        .toList();
        return Contingencies.about(checked, units, (chain, unit) -> judge(chain, unit, judge));
    }

    private static Finding judge(Contingencies chain, PowerUnit unit, Judge judge) {
        long watts = (long) Math.ceil(chain.handedOn(unit));
        var about =
                About.of(unit.id())
                        .with("load with losses", watts, Unit.WATT)
                        .with("rating", unit.ratedWatts(), Unit.WATT);
        return judge.of(about, unit, watts);
    }

    private static Finding withinRating(About about, PowerUnit unit, long watts) {
        return about.atMost(
                watts,
                unit.ratedWatts(),
                Unit.WATT,
                "{value} with losses on %s that may carry {limit}".formatted(text(unit)),
                "%s for {value} or more, or less load on it".formatted(text(unit)));
    }

    private static Finding loading(About about, PowerUnit unit, long watts, long percent) {
        return about.advised(
                watts,
                unit.ratedWatts() * percent / 100,
                Unit.WATT,
                "{value} on %s, %d %% of its rating is {limit}".formatted(text(unit), percent),
                "a larger %s, or less load on it".formatted(unit.kind().word()));
    }

    private static String text(PowerUnit unit) {
        return Contingencies.text(unit);
    }
}
