// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.energy;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.money.Finance;
import io.wattmill.twin.plan.room.NodeType;
import io.wattmill.twin.rule.About;
import io.wattmill.twin.rule.Finding;
import io.wattmill.twin.rule.ItLoad;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.StatedRule;
import io.wattmill.twin.rule.Unit;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * What a GPU-hour costs at most, at full load all year. Rough, in doubles: a check of the plan's
 * figures against each other, not the answer, which {@code twin.economics} gives.
 */
final class Owning {
    private static final double HOURS = 8_760;
    private static final long MOST_ENERGY_PPM = 600_000;
    private static final long LEAST_ENERGY_PPM = 20_000;
    private static final double ASSUMED_PUE = 1.3;

    private Owning() {}

    static Stream<Rule> rules() {
        return Stream.of(RENT, PRICED, ENERGY_MOST, ENERGY_LEAST);
    }

    private static final Rule RENT =
            new StatedRule(
                    "money.rent",
                    "Owning a GPU for an hour costs less than renting one.",
                    "annuity of nodes, racks and building, upkeep, energy, staff; full load",
                    plan -> known(plan, Owning::rent));

    private static final Rule PRICED =
            new StatedRule(
                    "money.nodes",
                    "Every node type has a price of its own.",
                    "plan: node price; else finance.per-gpu stands in",
                    plan -> types(plan).stream().map(Owning::priced));

    private static final Rule ENERGY_MOST =
            new StatedRule(
                    "money.energy.most",
                    "Energy is at most 60 % of what a GPU-hour costs.",
                    "GPU sites: 5 to 25 %; more means a price in the wrong unit",
                    plan -> known(plan, Owning::energyMost));

    private static final Rule ENERGY_LEAST =
            new StatedRule(
                    "money.energy.least",
                    "Energy is at least 2 % of what a GPU-hour costs.",
                    "GPU sites: 5 to 25 %; less means a price in the wrong unit",
                    plan -> known(plan, Owning::energyLeast));

    /**
     * A year of the site.
     *
     * @param all what it costs
     * @param energy of that, energy
     * @param gpuHours in it
     */
    private record Year(double all, double energy, double gpuHours) {
        double perGpuHour() {
            return all / Math.max(1, gpuHours);
        }

        long energyPpm() {
            return Math.round(1e6 * energy / Math.max(1e-9, all));
        }
    }

    private static Stream<Finding> known(
            FacilityPlan plan, BiFunction<FacilityPlan, Year, Finding> finding) {
        if (plan.energy().priceNanoPerKwh().isEmpty()) {
            return Stream.of(
                    About.of(plan.site())
                            .unknown(
                                    "the price of energy is not given",
                                    "give energy.price-per-kwh"));
        }
        return Stream.of(
                switch (ItLoad.of(plan, plan.racks())) {
                    case ItLoad.Unknown unknown -> About.of(plan.site()).says(unknown.cannotSay());
                    case ItLoad.Known(long watts) -> finding.apply(plan, year(plan, watts));
                });
    }

    private static Year year(FacilityPlan plan, long watts) {
        var finance = plan.finance();
        double kw = watts / 1e3;
        double nodes = nodes(plan);
        double racks = plan.racks().size() * finance.perRack().value().doubleValue();
        double building = kw * finance.facilityPerKw().value().doubleValue();
        double perKwh =
                plan.energy().priceNanoPerKwh().stream()
                                .mapToLong(Long::longValue)
                                .average()
                                .orElse(0)
                        / 1e9;
        double pue = plan.energy().puePpm().orElse((long) (1e6 * ASSUMED_PUE)) / 1e6;
        double energy = kw * pue * HOURS * perKwh;
        double all =
                (nodes + racks) * annuity(finance, finance.itYears().value())
                        + building * annuity(finance, finance.facilityYears().value())
                        + (nodes + racks + building) * finance.opexShare().value()
                        + finance.staffPerYear().value().doubleValue()
                        + energy;
        return new Year(all, energy, plan.gpus() * HOURS);
    }

    private static double nodes(FacilityPlan plan) {
        return plan.racks().stream()
                .flatMap(rack -> rack.nodes().stream())
                .mapToDouble(g -> g.count() * price(plan, plan.nodeType(g.type())))
                .sum();
    }

    private static double price(FacilityPlan plan, NodeType type) {
        return type.price()
                .map(BigDecimal::doubleValue)
                .orElse(type.gpus() * plan.finance().perGpu().value().doubleValue());
    }

    private static double annuity(Finance finance, double years) {
        double rate = finance.discountRate().value();
        return rate == 0 ? 1 / years : rate / (1 - Math.pow(1 + rate, -years));
    }

    private static List<NodeType> types(FacilityPlan plan) {
        return plan.racks().stream()
                .flatMap(rack -> rack.nodes().stream())
                .map(group -> plan.nodeType(group.type()))
                .distinct()
                .toList();
    }

    private static Finding priced(NodeType type) {
        var about = About.of(type.name());
        return type.price()
                .map(
                        price ->
                                about.advised(
                                        micro(1),
                                        micro(price.doubleValue()),
                                        Unit.MICRO_MONEY,
                                        "a node costs {limit}",
                                        "give price of node type " + type.name()))
                .orElseGet(
                        () ->
                                about.unknown(
                                        "the price of a node is not given; per-gpu stands in",
                                        "give price of node type " + type.name()));
    }

    private static Finding rent(FacilityPlan plan, Year year) {
        var about =
                About.of(plan.site())
                        .with("GPU-hours of a year", Math.round(year.gpuHours()), Unit.HOUR);
        return plan.finance()
                .rentPerGpuHour()
                .map(
                        rent ->
                                about.advised(
                                        micro(year.perGpuHour()),
                                        micro(rent.doubleValue()),
                                        Unit.MICRO_MONEY,
                                        "{value} per GPU-hour at full load, renting costs {limit}",
                                        "rent, or look at finance line by line"))
                .orElseGet(
                        () ->
                                about.unknown(
                                        "what renting costs is not given",
                                        "give finance.rent-per-gpu-hour"));
    }

    private static Finding energyMost(FacilityPlan plan, Year year) {
        return About.of(plan.site())
                .advised(
                        year.energyPpm(),
                        MOST_ENERGY_PPM,
                        Unit.PPM,
                        "energy is {value} of the cost",
                        "check energy.price-per-kwh and the prices of nodes");
    }

    private static Finding energyLeast(FacilityPlan plan, Year year) {
        return About.of(plan.site())
                .advised(
                        LEAST_ENERGY_PPM,
                        year.energyPpm(),
                        Unit.PPM,
                        "energy is {limit} of the cost",
                        "check energy.price-per-kwh: the price per kWh, not in cents per Wh");
    }

    private static long micro(double value) {
        return Math.round(1e6 * value);
    }
}
