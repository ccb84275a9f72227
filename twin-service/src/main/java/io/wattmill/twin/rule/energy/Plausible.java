// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.energy;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.given.Given;
import io.wattmill.twin.rule.About;
import io.wattmill.twin.rule.Finding;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.StatedRule;
import io.wattmill.twin.rule.Unit;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Stream;

/** One figure of a plan's money, and what is usual for it. */
enum Plausible {
    DEMAND(
            "demand-per-kw-month",
            "energy",
            plan -> plan.energy().tariff().demandPerKwMonth(),
            0,
            60,
            "US commercial tariffs: 5 to 30 per kW and month"),
    WATER(
            "water-per-m3",
            "energy",
            plan -> plan.energy().tariff().waterPerM3(),
            0.2,
            20,
            "water and sewage: 1 to 10 per m3"),
    FACILITY(
            "facility-per-kw",
            "finance",
            plan -> plan.finance().facilityPerKw(),
            4_000,
            30_000,
            "new data centers: 8 to 15 thousand per kW of IT"),
    RACK(
            "per-rack",
            "finance",
            plan -> plan.finance().perRack(),
            500,
            500_000,
            "house bounds: rack, cables, switches"),
    GPU(
            "per-gpu",
            "finance",
            plan -> plan.finance().perGpu(),
            1_000,
            120_000,
            "list prices of GPUs with their share of a server: 8 to 60 thousand"),
    IT_YEARS(
            "it-years",
            "finance",
            plan -> plan.finance().itYears(),
            2,
            8,
            "servers are written off over 3 to 6 years"),
    FACILITY_YEARS(
            "facility-years",
            "finance",
            plan -> plan.finance().facilityYears(),
            8,
            40,
            "buildings and plant over 10 to 30 years"),
    DISCOUNT(
            "discount-percent",
            "finance",
            plan -> percent(plan.finance().discountRate()),
            0,
            25,
            "cost of capital, 5 to 15 % a year"),
    OPEX(
            "opex-percent",
            "finance",
            plan -> percent(plan.finance().opexShare()),
            0.5,
            15,
            "upkeep, 1 to 5 % of investment a year");

    private final String key;
    private final String section;
    private final Function<FacilityPlan, Given<? extends Number>> figure;
    private final double least;
    private final double most;
    private final String source;

    Plausible(
            String key,
            String section,
            Function<FacilityPlan, Given<? extends Number>> figure,
            double least,
            double most,
            String source) {
        this.key = key;
        this.section = section;
        this.figure = figure;
        this.least = least;
        this.most = most;
        this.source = source;
    }

    /** A rule for each. */
    static Stream<Rule> rules() {
        return Arrays.stream(values()).map(Plausible::rule);
    }

    private Rule rule() {
        return new StatedRule(
                "money." + key,
                "%s.%s is between %s and %s.".formatted(section, key, text(least), text(most)),
                source,
                plan -> Stream.of(finding(plan)));
    }

    private static Given<Double> percent(Given<Double> share) {
        return new Given<>(100 * share.value(), share.stated(), share.provenance(), share.source());
    }

    private static String text(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private Finding finding(FacilityPlan plan) {
        Given<? extends Number> given = figure.apply(plan);
        double value = given.value().doubleValue();
        var about = About.of(plan.site()).with(key, micro(value), Unit.MICRO_MONEY);
        var whose = given.stated() ? "" : " (assumed)";
        var fix = "check %s.%s and its unit".formatted(section, key);
        return value < least
                ? about.advised(
                        micro(least),
                        micro(value),
                        Unit.MICRO_MONEY,
                        "{limit}%s is less than {value}".formatted(whose),
                        fix)
                : about.advised(
                        micro(value),
                        micro(most),
                        Unit.MICRO_MONEY,
                        "{value}%s, usual up to {limit}".formatted(whose),
                        fix);
    }

    private static long micro(double value) {
        return Math.round(1e6 * value);
    }
}
