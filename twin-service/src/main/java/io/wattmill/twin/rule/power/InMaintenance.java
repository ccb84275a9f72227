// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.power;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.power.PowerUnit;
import io.wattmill.twin.plan.power.PowerUnit.Kind;
import io.wattmill.twin.plan.site.Site.Redundancy;
import io.wattmill.twin.rule.About;
import io.wattmill.twin.rule.DerivedRule;
import io.wattmill.twin.rule.Finding;
import io.wattmill.twin.rule.Measure;
import io.wattmill.twin.rule.Quantity;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.Unit;
import io.wattmill.twin.rule.Verdict;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One unit is in maintenance, and another one fails. */
final class InMaintenance {
    /** Beyond this many units only the fullest are taken out: pairs grow with the square. */
    private static final int MOST_UNITS = 24;

    private static final Set<Kind> LARGE =
            Set.of(Kind.FEED, Kind.GENERATOR, Kind.TRANSFORMER, Kind.SWITCHBOARD, Kind.UPS);

    private InMaintenance() {}

    static Stream<Rule> rules() {
        return Stream.of(RULE);
    }

    private static final Rule RULE =
            new DerivedRule(
                    "power.maintenance",
                    "With any one large unit in maintenance and another one lost, racks have power"
                            + " and no unit is overloaded (asked of N+2 and 2N, of the 24 units"
                            + " that carry most after any one loss).",
                    "N+2 rule; 2N is N+1 while a side is in maintenance",
                    checked ->
                            claimed(checked.plan())
                                    ? Contingencies.about(
                                            checked,
                                            List.of(checked.plan().site()),
                                            (chain, _) -> worst(checked.plan(), chain))
                                    : Stream.empty());

    private static boolean claimed(FacilityPlan plan) {
        return switch (plan.place().redundancy().value()) {
            case N, N_PLUS_1 -> false;
            case N_PLUS_2, TWO_N -> true;
        };
    }

    private static List<PowerUnit> large(FacilityPlan plan) {
        return plan.power().units().stream().filter(unit -> LARGE.contains(unit.kind())).toList();
    }

    private static List<PowerUnit> fullest(Contingencies chain, List<PowerUnit> large) {
        return large.size() <= MOST_UNITS
                ? large
                : large.stream()
                        .sorted(Comparator.comparingLong(chain::worst).reversed())
                        .limit(MOST_UNITS)
                        .toList();
    }

    /**
     * Two large units that are away together.
     *
     * @param out the one in maintenance
     * @param lost the one that fails meanwhile
     * @param dark racks without power
     * @param share load of the fullest unit per its limit
     */
    private record Pair(PowerUnit out, PowerUnit lost, int dark, double share) {}

    private static Finding worst(FacilityPlan plan, Contingencies chain) {
        var large = large(plan);
        var tried = fullest(chain, large);
        Optional<Pair> worst =
                tried.stream()
                        .flatMap(out -> tried.stream().map(lost -> List.of(out, lost)))
                        .filter(two -> !two.getFirst().equals(two.getLast()))
                        .map(two -> pair(chain, two.getFirst(), two.getLast()))
                        .max(Comparator.comparingInt(Pair::dark).thenComparingDouble(Pair::share));
        var about =
                About.of(plan.site())
                        .with("large units", large.size(), Unit.PIECE)
                        .with("tried in pairs", tried.size(), Unit.PIECE);
        var among =
                tried.size() < large.size()
                        ? "of %d large units %d were tried; ".formatted(large.size(), tried.size())
                        : "";
        return worst.map(pair -> finding(plan, about, among, pair))
                .orElseGet(
                        () ->
                                about.unknown(
                                        "there is no second unit",
                                        "give the units of the second path"));
    }

    private static Pair pair(Contingencies chain, PowerUnit out, PowerUnit lost) {
        var without = chain.without(Set.of(out.id(), lost.id()));
        return new Pair(out, lost, without.dark().size(), fullest(chain, without));
    }

    private static double fullest(Contingencies chain, Without without) {
        return chain.tree().units().stream()
                .mapToDouble(u -> without.watts(u) / (double) Math.max(1, u.continuousWatts()))
                .max()
                .orElse(0);
    }

    private static Finding finding(FacilityPlan plan, About about, String among, Pair worst) {
        var when =
                "%s%s in maintenance and %s lost: "
                        .formatted(
                                among,
                                Contingencies.text(worst.out()),
                                Contingencies.text(worst.lost()));
        var verdict = worst.dark() > 0 ? dark(when, worst) : load(when, worst);
        boolean fails = plan.place().redundancy().value() == Redundancy.N_PLUS_2;
        return about.with("racks without power", worst.dark(), Unit.RACK)
                .with("fullest unit", Math.round(worst.share() * 1e6), Unit.PPM)
                .says(fails ? verdict : softened(verdict));
    }

    private static Verdict dark(String when, Pair worst) {
        return new Verdict.Fail(
                when + new Quantity(worst.dark(), Unit.RACK).text() + " without power",
                new Measure(worst.dark(), 0, Unit.RACK),
                "a third path, or maintenance while those racks are drained");
    }

    private static Verdict load(String when, Pair worst) {
        var measure = new Measure(Math.round(worst.share() * 1e6), 1_000_000, Unit.PPM);
        var statement = when + measure.valueQuantity().text() + " on the fullest unit";
        return measure.holds()
                ? new Verdict.Pass(statement, measure)
                : new Verdict.Fail(statement, measure, "larger units, or less load meanwhile");
    }

    private static Verdict softened(Verdict verdict) {
        return verdict instanceof Verdict.Fail(var statement, var measure, var fix)
                ? new Verdict.Warn(statement, measure, fix)
                : verdict;
    }
}
