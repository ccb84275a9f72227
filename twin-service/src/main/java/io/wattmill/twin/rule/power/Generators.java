// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.power;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.power.Generator;
import io.wattmill.twin.plan.power.PowerUnit;
import io.wattmill.twin.plan.power.PowerUnit.Kind;
import io.wattmill.twin.plan.site.Site.Redundancy;
import io.wattmill.twin.rule.About;
import io.wattmill.twin.rule.DerivedRule;
import io.wattmill.twin.rule.Finding;
import io.wattmill.twin.rule.Measure;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.StatedRule;
import io.wattmill.twin.rule.Unit;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What carries the site while the utility is gone. */
final class Generators {
    private static final long FUEL_HOURS = 12;

    private Generators() {}

    static Stream<Rule> rules() {
        return Stream.of(PRESENT, CARRIES, REDUNDANCY, FUEL);
    }

    private static final Rule PRESENT =
            new StatedRule(
                    "power.generator.present",
                    "A site that is to survive any one loss has generators.",
                    "Uptime tiers II to IV: engine generators are the source to rely on",
                    plan ->
                            plan.place().redundancy().value() == Redundancy.N
                                    ? Stream.empty()
                                    : Stream.of(present(plan)));

    private static final Rule CARRIES =
            new DerivedRule(
                    "power.generator.carries",
                    "Without the utility, generators reach every rack and are not overloaded.",
                    "plan: generator rating",
                    checked ->
                            Contingencies.about(
                                    checked,
                                    generators(checked.plan()),
                                    (chain, each) ->
                                            carries(
                                                    chain,
                                                    each,
                                                    feeds(checked.plan()),
                                                    "without the feeds")));

    private static final Rule REDUNDANCY =
            new DerivedRule(
                    "power.generator.redundancy",
                    "Without the utility and any one generator, the others carry the site.",
                    "N+1 rule; Uptime tier III and IV",
                    checked ->
                            checked.plan().place().redundancy().value() == Redundancy.N
                                    ? Stream.empty()
                                    : Contingencies.about(
                                            checked,
                                            generators(checked.plan()),
                                            (chain, each) -> lost(checked.plan(), chain, each)));

    private static final Rule FUEL =
            new StatedRule(
                    "power.generator.fuel",
                    "Fuel on site lasts 12 hours.",
                    "Uptime tier standard: 12 h of on-site fuel",
                    plan -> generators(plan).stream().map(Generators::fuel));

    private static List<Generator> generators(FacilityPlan plan) {
        return plan.power().all(Generator.class);
    }

    private static Set<String> feeds(FacilityPlan plan) {
        return plan.power().units().stream()
                .filter(unit -> unit.kind() == Kind.FEED)
                .map(PowerUnit::id)
                .collect(Collectors.toSet());
    }

    private static Finding present(FacilityPlan plan) {
        int count = generators(plan).size();
        return About.of(plan.site())
                .with("generators", count, Unit.PIECE)
                .advised(
                        1,
                        count,
                        Unit.PIECE,
                        count == 0
                                ? "no generator: a loss of the utility outlasts the batteries"
                                : "has {limit}",
                        "generators for the racks and their cooling");
    }

    private static Finding carries(
            Contingencies chain, Generator generator, Set<String> down, String when) {
        var without = chain.without(down);
        long watts = without.watts(generator);
        var about =
                About.of(generator.id())
                        .with("load", watts, Unit.WATT)
                        .with("rating", generator.ratedWatts(), Unit.WATT)
                        .with("racks without power", without.dark().size(), Unit.RACK);
        if (!without.dark().isEmpty()) {
            return about.notAbove(
                    without.dark().size(),
                    0,
                    Unit.RACK,
                    "%s no generator reaches {value}, %s among them"
                            .formatted(when, without.dark().getFirst().id()),
                    "name a generator in backed-by of what feeds "
                            + without.dark().getFirst().id());
        }
        return about.atMost(
                watts,
                generator.ratedWatts(),
                Unit.WATT,
                when + " generator " + generator.id() + " of {limit} carries {value}",
                "generators of {value} or more");
    }

    private static Finding lost(FacilityPlan plan, Contingencies chain, Generator lost) {
        Set<String> down = new HashSet<>(feeds(plan));
        down.add(lost.id());
        var without = chain.without(down);
        var about = About.of(lost.id()).with("out", lost.ratedWatts(), Unit.WATT);
        return without.dark().isEmpty()
                ? generators(plan).stream()
                        .max(Comparator.comparingDouble(g -> share(without, g)))
                        .map(fullest -> fullest(plan, about, without, fullest))
                        .orElseThrow()
                : judged(
                        plan,
                        about,
                        new Measure(without.dark().size(), 0, Unit.RACK),
                        "without the feeds and %s no generator reaches {value}"
                                .formatted(lost.id()));
    }

    /** The utility and a generator are two losses: only who claims N+2 is refused. */
    private static Finding judged(
            FacilityPlan plan, About about, Measure measure, String statement) {
        var fix = "one more generator, or larger ones";
        return plan.place().redundancy().value() != Redundancy.N_PLUS_2
                ? about.advised(measure.value(), measure.limit(), measure.unit(), statement, fix)
                : about.notAbove(measure.value(), measure.limit(), measure.unit(), statement, fix);
    }

    private static double share(Without without, Generator generator) {
        return (double) without.watts(generator) / Math.max(1, generator.ratedWatts());
    }

    private static Finding fullest(
            FacilityPlan plan, About about, Without without, Generator fullest) {
        return judged(
                plan,
                about,
                new Measure(without.watts(fullest), fullest.ratedWatts(), Unit.WATT),
                "without the feeds and %s, {value} on generator %s of {limit}"
                        .formatted(about.subject(), fullest.id()));
    }

    private static Finding fuel(Generator generator) {
        long hours = generator.fuelHours().value().longValue();
        var assumed = generator.fuelHours().stated() ? "" : " (assumed)";
        return About.of(generator.id())
                .with("fuel", hours, Unit.HOUR)
                .advised(
                        FUEL_HOURS,
                        hours,
                        Unit.HOUR,
                        "fuel for {limit}%s, {value} wanted".formatted(assumed),
                        "a larger tank, or a contract for fuel");
    }
}
