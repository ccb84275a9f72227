// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.energy;

import io.wattmill.twin.plan.money.EnergySupply;
import io.wattmill.twin.rule.CheckedPlan;
import io.wattmill.twin.rule.Margins;
import io.wattmill.twin.rule.Measure;
import io.wattmill.twin.rule.Quantity;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.RuleResult;
import io.wattmill.twin.rule.RuleResult.Input;
import io.wattmill.twin.rule.Unit;
import io.wattmill.twin.rule.Verdict;
import io.wattmill.twin.weather.HourSeries;

import java.util.List;
import java.util.Set;

/**
 * Price and carbon of energy are given, for one hour that stands for all or for each hour of a day,
 * a week or a year, and are of a size that occurs: what tokens cost rests on them.
 */
public final class EnergyGiven implements Rule {
    /** As {@link HourSeries} takes them: one for all hours; a day; a week; a year. */
    private static final Set<Integer> LENGTHS = Set.of(1, 24, 168, 8_760);

    /** Currencies in which the bounds of the price are meant. */
    private static final Set<String> CURRENCIES = Set.of("USD", "EUR", "GBP", "CHF");

    private static final long LEAST_PRICE = 5_000_000;
    private static final long HIGHEST_PRICE = 1_000_000_000;
    private static final long HIGHEST_CARBON = 1_500_000;

    @Override
    public String id() {
        return "energy.given";
    }

    @Override
    public String demand() {
        return "Price and carbon of energy are given and of a size that occurs.";
    }

    @Override
    public String source() {
        return "house bounds: mean 0.005 to 1.00 per kWh, 0 to 1,500 g CO2e per kWh";
    }

    @Override
    public List<RuleResult> check(CheckedPlan checked) {
        var plan = checked.plan();
        var energy = plan.energy();
        return List.of(
                result("price-per-kwh", energy.priceNanoPerKwh(), Unit.NANO_PER_KWH, price(energy)),
                result(
                        "carbon-g-per-kwh",
                        energy.carbonMilligramsPerKwh(),
                        Unit.MG_PER_KWH,
                        carbon(energy)));
    }

    private RuleResult result(String key, List<Long> series, Unit unit, Verdict verdict) {
        var inputs =
                series.isEmpty()
                        ? List.<Input>of()
                        : List.of(
                                new Input("mean", new Quantity(mean(series), unit)),
                                new Input("values", new Quantity(series.size(), Unit.VALUE)));
        return new RuleResult(id(), key, verdict, inputs, source());
    }

    private static Verdict price(EnergySupply energy) {
        var series = energy.priceNanoPerKwh();
        if (series.isEmpty()) {
            return new Verdict.CannotSay(
                    "the price of energy is not given",
                    "give energy.price-per-kwh, for example 0.085, and energy.currency");
        }
        if (!inKnownMoney(energy)) {
            return unknownMoney();
        }
        long mean = mean(series);
        if (mean < LEAST_PRICE) {
            return new Verdict.Fail(
                    "%s on average is less than anybody pays".formatted(text(mean)),
                    new Measure(LEAST_PRICE, mean, Unit.NANO_PER_KWH),
                    "give the price per kWh, grid fees included");
        }
        return within(
                series,
                new Measure(mean, HIGHEST_PRICE, Unit.NANO_PER_KWH),
                text(mean) + " on average",
                "give the price per kWh, not per MWh or in cents");
    }

    /** Whether the plan counts in a currency of which it is known what is dear. */
    static boolean inKnownMoney(EnergySupply energy) {
        return energy.currency().filter(CURRENCIES::contains).isPresent();
    }

    /** What bounds in money say of a plan that does not. */
    static Verdict.CannotSay unknownMoney() {
        return new Verdict.CannotSay(
                "what is dear is known in " + CURRENCIES.stream().sorted().toList() + " only",
                "give energy.currency as one of these");
    }

    private static String text(long nanoPerKwh) {
        return new Quantity(nanoPerKwh, Unit.NANO_PER_KWH).text();
    }

    private static Verdict carbon(EnergySupply energy) {
        var series = energy.carbonMilligramsPerKwh();
        if (series.isEmpty()) {
            return new Verdict.CannotSay(
                    "the carbon of energy is not given",
                    "give energy.carbon-g-per-kwh, for example 350");
        }
        var measure = new Measure(mean(series), HIGHEST_CARBON, Unit.MG_PER_KWH);
        return within(
                series,
                measure,
                measure.valueQuantity().text() + " on average",
                "give grams of CO2 equivalent per kWh");
    }

    private static Verdict within(
            List<Long> series, Measure measure, String statement, String fix) {
        if (!HourSeries.fits(series.size())) {
            int below =
                    LENGTHS.stream().filter(n -> n < series.size()).max(Integer::compare).orElse(1);
            return new Verdict.Fail(
                    "%d values are neither a day of hours nor a week nor a year"
                            .formatted(series.size()),
                    new Measure(series.size(), below, Unit.VALUE),
                    "give one value, or one per hour: 24, 168 or 8,760 of them");
        }
        return Margins.verdict(measure, statement, fix);
    }

    private static long mean(List<Long> series) {
        return Math.floorDiv(series.stream().mapToLong(Long::longValue).sum(), series.size());
    }
}
