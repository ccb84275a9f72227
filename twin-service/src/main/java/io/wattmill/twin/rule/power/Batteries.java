// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.power;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.power.Battery;
import io.wattmill.twin.plan.power.Generator;
import io.wattmill.twin.plan.power.PowerUnit;
import io.wattmill.twin.plan.power.Ups;
import io.wattmill.twin.rule.About;
import io.wattmill.twin.rule.CheckedPlan;
import io.wattmill.twin.rule.DerivedRule;
import io.wattmill.twin.rule.Finding;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.StatedRule;
import io.wattmill.twin.rule.Unit;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What carries the racks until generators do. */
final class Batteries {
    /** Three cranks of 15 s with two rests of 15 s: NFPA 110, cycle cranking. */
    private static final long CRANKING_SECONDS = 75;

    /** With no generator: until work is saved and machines are shut down in order. */
    private static final long SHUTDOWN_SECONDS = 300;

    /** A battery is replaced when it has this share of its energy left: IEEE 1188. */
    private static final double AGED = 0.8;

    private Batteries() {}

    static Stream<Rule> rules() {
        return Stream.of(PRESENT, POWER, BRIDGE);
    }

    private static final Rule PRESENT =
            new StatedRule(
                    "power.battery.present",
                    "Every UPS has a battery.",
                    "plan: backed-by of the UPS",
                    plan -> plan.power().all(Ups.class).stream().map(ups -> present(plan, ups)));

    private static final Rule POWER =
            new DerivedRule(
                    "power.battery.power",
                    "The batteries of a UPS deliver what it carries after any one loss, up to its"
                            + " rating.",
                    "plan: battery rating; N+1 rule",
                    checked ->
                            Contingencies.about(checked, withBattery(checked), Batteries::power));

    private static final Rule BRIDGE =
            new DerivedRule(
                    "power.battery.bridge",
                    "The batteries of a UPS, aged, carry it until generators do: through three"
                            + " cranks.",
                    "NFPA 110 cycle cranking 75 s; IEEE 1188: replaced at 80 % of capacity",
                    checked ->
                            Contingencies.about(
                                    checked,
                                    withBattery(checked),
                                    (chain, ups) -> bridge(checked.plan(), chain, ups)));

    private static List<Ups> withBattery(CheckedPlan checked) {
        var units = checked.tree().units();
        return checked.plan().power().all(Ups.class).stream()
                .filter(ups -> !batteries(units, ups).isEmpty())
                .toList();
    }

    private static List<Battery> batteries(List<PowerUnit> units, Ups ups) {
        return units.stream()
                .filter(unit -> ups.backedBy().contains(unit.id()))
                .filter(Battery.class::isInstance)
                .map(Battery.class::cast)
                .toList();
    }

    private static Finding present(FacilityPlan plan, Ups ups) {
        int count = batteries(plan.power().units(), ups).size();
        var about = About.of(ups.id()).with("batteries", count, Unit.PIECE);
        return count > 0
                ? about.notAbove(1, count, Unit.PIECE, "has a battery", "")
                : about.unknown(
                        "the battery of UPS %s is not given".formatted(ups.id()),
                        "give it under batteries, and its id in backed-by of " + ups.id());
    }

    private static Finding power(Contingencies chain, Ups ups) {
        long load = Math.min(chain.worst(ups), ups.ratedWatts());
        long rated =
                batteries(chain.tree().units(), ups).stream().mapToLong(Battery::ratedWatts).sum();
        return About.of(ups.id())
                .with("load after a loss", load, Unit.WATT)
                .with("batteries", rated, Unit.WATT)
                .atMost(
                        load,
                        rated,
                        Unit.WATT,
                        "{value} on batteries that deliver {limit}",
                        "batteries of {value} or more at UPS " + ups.id());
    }

    private static Finding bridge(FacilityPlan plan, Contingencies chain, Ups ups) {
        long load = Math.max(1, Math.min(chain.worst(ups), ups.ratedWatts()));
        double wattHours =
                batteries(chain.tree().units(), ups).stream().mapToDouble(Battery::wattHours).sum();
        long seconds = (long) (AGED * 3_600 * wattHours / load);
        long start = startSeconds(plan);
        var about =
                About.of(ups.id())
                        .with("load after a loss", load, Unit.WATT)
                        .with("energy left when aged", Math.round(AGED * wattHours), Unit.WATT_HOUR)
                        .with("needed", start, Unit.SECOND);
        var statement = "needs {value}, aged batteries last {limit}";
        var fix =
                String.format(
                        Locale.ROOT,
                        "batteries of %.1f kWh or more at UPS %s",
                        start * load / (AGED * 3.6e6),
                        ups.id());
        return plan.power().all(Generator.class).isEmpty()
                ? about.advised(
                        SHUTDOWN_SECONDS,
                        seconds,
                        Unit.SECOND,
                        statement + " (no generator: an orderly shutdown)",
                        fix)
                : about.atMost(start, seconds, Unit.SECOND, statement, fix);
    }

    private static long startSeconds(FacilityPlan plan) {
        double start =
                plan.power().all(Generator.class).stream()
                        .mapToDouble(each -> each.startSeconds().value())
                        .max()
                        .orElse(SHUTDOWN_SECONDS - CRANKING_SECONDS);
        return CRANKING_SECONDS + (long) Math.ceil(start);
    }
}
