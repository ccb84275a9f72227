// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.power;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.power.Breaker;
import io.wattmill.twin.plan.power.Breaker.Supply;
import io.wattmill.twin.plan.power.PowerUnit;
import io.wattmill.twin.rule.About;
import io.wattmill.twin.rule.DerivedRule;
import io.wattmill.twin.rule.Finding;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.StatedRule;
import io.wattmill.twin.rule.Unit;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What breakers carry after a loss, and how their supply suits what hangs on them. */
final class Breakers {
    /** What server power supplies and power shelves take, line to line or line to neutral. */
    private static final long LEAST_VOLTS = 200;

    private static final long SUPPLY_VOLTS = 277;
    private static final long LEAST_SHELF_VOLTS = 346;
    private static final long MOST_VOLTS = 480;
    private static final long LEAST_POWER_FACTOR = 900_000;
    private static final long IMBALANCE = 100_000;
    private static final int PHASES = 3;

    private Breakers() {}

    static Stream<Rule> rules() {
        return Stream.of(SURVIVOR, VOLTAGE, POWER_FACTOR, BALANCE);
    }

    private static final Rule SURVIVOR =
            new DerivedRule(
                    "power.breaker.survivor",
                    "After the loss of any one unit, other breakers too, a breaker carries at most"
                            + " 80 % of its rating.",
                    "A/B feeds: the survivor takes all; NEC 210.20(A)",
                    checked ->
                            Contingencies.about(
                                    checked,
                                    checked.plan().power().breakers(),
                                    Breakers::survivor));

    private static final Rule VOLTAGE =
            new StatedRule(
                    "power.breaker.voltage",
                    "The voltage of a breaker that racks name is one that server power supplies"
                            + " take.",
                    "power supplies: 200 to 277 V; power shelves: 346 to 480 V in three phases",
                    plan -> atRacks(plan).map(Breakers::voltage));

    private static final Rule POWER_FACTOR =
            new StatedRule(
                    "power.breaker.power-factor",
                    "The power factor is that of server power supplies.",
                    "80 PLUS: 0.9 and more at half load",
                    plan -> plan.power().breakers().stream().map(Breakers::powerFactor));

    private static final Rule BALANCE =
            new DerivedRule(
                    "power.phase.balance",
                    "Single-phase breakers behind one unit load its three phases evenly.",
                    "house bound 10 %: neutral current and derating of transformers (IEC 60076)",
                    checked ->
                            Contingencies.about(
                                    checked, parents(checked.plan()), Breakers::balance));

    private static Finding survivor(Contingencies chain, Breaker breaker) {
        return About.of(breaker.id())
                .with("load before", chain.load(breaker), Unit.WATT)
                .with("rating", breaker.ratedWatts(), Unit.WATT)
                .atMost(
                        chain.worst(breaker),
                        Math.max(1, breaker.continuousWatts()),
                        Unit.WATT,
                        "{value} after the worst loss on a breaker that may carry {limit}",
                        "a breaker that may carry {value}, or less behind it");
    }

    /** Breakers on which racks hang; others may stand before a transformer. */
    private static Stream<Breaker> atRacks(FacilityPlan plan) {
        Set<String> cords =
                plan.racks().stream()
                        .flatMap(rack -> rack.fedBy().stream())
                        .collect(Collectors.toSet());
        return plan.power().breakers().stream().filter(breaker -> cords.contains(breaker.id()));
    }

    private static Finding voltage(Breaker breaker) {
        long volts = breaker.volts();
        var about = About.of(breaker.id()).with("voltage", volts, Unit.VOLT);
        var fix = "208, 400, 415 or 480 V in three phases, or 200 to 277 V in one";
        if (volts < LEAST_VOLTS) {
            return about.notAbove(
                    LEAST_VOLTS, volts, Unit.VOLT, "{limit} where {value} is the least", fix);
        }
        boolean shelf = breaker.supply() == Supply.THREE_PHASE && volts >= LEAST_SHELF_VOLTS;
        return about.notAbove(
                volts,
                shelf ? MOST_VOLTS : SUPPLY_VOLTS,
                Unit.VOLT,
                "{value} where power supplies take {limit} at most",
                fix);
    }

    private static Finding powerFactor(Breaker breaker) {
        return About.of(breaker.id())
                .with("power factor", breaker.powerFactorPpm(), Unit.RATIO)
                .advised(
                        LEAST_POWER_FACTOR,
                        breaker.powerFactorPpm(),
                        Unit.RATIO,
                        "a power factor of {limit}, {value} is usual",
                        "give that of the power supplies, or correct it");
    }

    private static List<PowerUnit> parents(FacilityPlan plan) {
        Set<String> feeding =
                plan.power().breakers().stream()
                        .filter(breaker -> breaker.supply() == Supply.SINGLE_PHASE)
                        .flatMap(breaker -> breaker.fedBy().stream())
                        .collect(Collectors.toSet());
        return plan.power().units().stream().filter(unit -> feeding.contains(unit.id())).toList();
    }

    private static Stream<Breaker> singles(List<Breaker> breakers, PowerUnit unit) {
        return breakers.stream()
                .filter(breaker -> breaker.supply() == Supply.SINGLE_PHASE)
                .filter(breaker -> breaker.fedBy().contains(unit.id()));
    }

    /** Each breaker, the fullest first, goes to the phase that carries least. */
    private static Finding balance(Contingencies chain, PowerUnit unit) {
        long[] phases = new long[PHASES];
        singles(chain.breakers(), unit)
                .mapToLong(chain::load)
                .boxed()
                .sorted((a, b) -> Long.compare(b, a))
                .forEach(watts -> phases[least(phases)] += watts);
        long most = Arrays.stream(phases).max().orElse(0);
        double mean = Math.max(1, Arrays.stream(phases).sum() / (double) PHASES);
        return About.of(unit.id())
                .with("fullest phase", most, Unit.WATT)
                .with("mean of phases", Math.round(mean), Unit.WATT)
                .advised(
                        Math.max(0, Math.round((most / mean - 1) * 1e6)),
                        IMBALANCE,
                        Unit.PPM,
                        "at best {value} above the mean on one phase, {limit} is the bound",
                        "spread single-phase breakers in threes, or use three phases");
    }

    private static int least(long[] phases) {
        int least = 0;
        for (int i = 1; i < phases.length; i++) {
            least = phases[i] < phases[least] ? i : least;
        }
        return least;
    }
}
