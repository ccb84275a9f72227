// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.upkeep;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.site.Site.Redundancy;
import io.wattmill.twin.plan.upkeep.Maintenance;
import io.wattmill.twin.plan.upkeep.Part;
import io.wattmill.twin.rule.About;
import io.wattmill.twin.rule.Finding;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.StatedRule;
import io.wattmill.twin.rule.Unit;

import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The availability that is promised, against what is claimed and planned. */
final class Promises {
    private static final double HOURS = 8_760;
    private static final long ALL_PPM = 1_000_000;

    /** Parts of which one in maintenance stops what hangs on it, where nothing stands by. */
    private static final Set<Part> IN_PATH =
            Set.of(
                    Part.FEED,
                    Part.TRANSFORMER,
                    Part.UPS,
                    Part.PDU,
                    Part.BREAKER,
                    Part.CDU,
                    Part.CHILLER,
                    Part.REJECTOR,
                    Part.SWITCH);

    private Promises() {}

    static Stream<Rule> rules() {
        return Stream.of(TIER, WINDOWS, POWER, MTBF);
    }

    private static final Rule TIER =
            new StatedRule(
                    "availability.tier",
                    "The availability promised is one that the claimed redundancy gives.",
                    "Uptime tiers: N 99.67 %, N+1 99.75 to 99.98 %, 2N 99.99 % (7x24exchange 2015)",
                    plan -> promised(plan, Promises::tier));

    private static final Rule WINDOWS =
            new StatedRule(
                    "availability.maintenance",
                    "Maintenance of what has no stand-by fits the hours that may be missed.",
                    "plan: windows against (1 - availability) x 8,760 h",
                    plan -> promised(plan, Promises::windows));

    private static final Rule POWER =
            new StatedRule(
                    "availability.power",
                    "The power path of every rack is as available as is promised.",
                    "A = MTBF / (MTBF + MTTR); series product, parallel 1 - product of 1 - A",
                    Promises::power);

    private static final Rule MTBF =
            new StatedRule(
                    "availability.mtbf",
                    "How often nodes fail is stated, not assumed.",
                    "plan: failures; the default is an order of magnitude",
                    plan -> Stream.of(mtbf(plan)));

    private static Stream<Finding> promised(
            FacilityPlan plan, BiFunction<FacilityPlan, Double, Finding> finding) {
        return plan.place()
                .availability()
                .map(share -> Stream.of(finding.apply(plan, share)))
                .orElseGet(() -> Stream.of(noPromise(plan)));
    }

    private static Stream<Finding> power(FacilityPlan plan) {
        if (plan.place().availability().isEmpty()) {
            return Stream.of(noPromise(plan));
        }
        var path = new PowerPath(plan);
        return plan.racks().stream().map(rack -> path.finding(plan, rack));
    }

    private static Finding noPromise(FacilityPlan plan) {
        return About.of(plan.site())
                .unknown(
                        "no availability is promised",
                        "give site.availability-percent, for example 99.9");
    }

    private static Finding tier(FacilityPlan plan, double promised) {
        return About.of(plan.site())
                .with("promised", ppm(promised), Unit.PPM)
                .notAbove(
                        ppm(promised),
                        ppm(ofTier(plan.place().redundancy().value())),
                        Unit.PPM,
                        "{value} promised, {limit} is what such sites reach",
                        "more redundancy, or a promise of {limit}");
    }

    private static double ofTier(Redundancy redundancy) {
        return switch (redundancy) {
            case N -> 0.9967;
            case N_PLUS_1 -> 0.9998;
            case N_PLUS_2, TWO_N -> 0.9999;
        };
    }

    /** In millionths; what is not all of the time never reads as all of it. */
    static long ppm(double share) {
        long rounded = Math.round(1e6 * share);
        return share < 1 ? Math.min(rounded, ALL_PPM - 1) : rounded;
    }

    private static Finding windows(FacilityPlan plan, double promised) {
        boolean standby = plan.place().redundancy().value() != Redundancy.N;
        ToDoubleFunction<Maintenance> hours =
                each ->
                        standby || !IN_PATH.contains(each.part())
                                ? 0
                                : each.timesPerYear() * each.hours();
        double missed = plan.upkeep().windows().stream().mapToDouble(hours).sum();
        return About.of(plan.site())
                .with("windows", plan.upkeep().windows().size(), Unit.VALUE)
                .notAbove(
                        (long) Math.ceil(missed),
                        (long) Math.floor((1 - promised) * HOURS),
                        Unit.HOUR,
                        "{value} of maintenance without a stand-by, {limit} may be missed",
                        "a stand-by for what is maintained, or shorter windows");
    }

    private static Finding mtbf(FacilityPlan plan) {
        var node = plan.upkeep().failure(Part.NODE).mtbfHours();
        var about =
                About.of(plan.site()).with("MTBF of a node", node.value().longValue(), Unit.HOUR);
        return node.stated()
                ? about.advised(
                        1_000,
                        node.value().longValue(),
                        Unit.HOUR,
                        "a node fails every {limit}",
                        "check failures.node.mtbf-h: less than {value}")
                : about.unknown(
                        "how often a node fails is not given, {value} is assumed"
                                .replace("{value}", node.value().longValue() + " h"),
                        "give failures.node from your own records");
    }
}
