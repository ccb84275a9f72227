// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.scoreboard;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.contract.ledger.v1.EnergyTotals;
import io.wattmill.contract.ledger.v1.UsageCounters;
import io.wattmill.contract.ledger.v1.UsageRow;
import io.wattmill.gateway.admission.TierConfig;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The figures that matter for a factory of tokens, each with what it rests on. */
final class FactoryFigures {

    /** Rates are over this long. */
    static final long WINDOW_US = 60_000_000L;

    private static final String METERS = "device meters, last minute";
    private static final String NO_REQUESTS = "no request has ended here in that time";
    private static final int NANO_DIGITS = 9;
    private static final BigDecimal UJ_PER_KWH = BigDecimal.valueOf(3_600_000_000_000L);

    private final Scoreboard.Inputs inputs;
    private final Books books;
    private final FleetRows fleet;

    FactoryFigures(Scoreboard.Inputs inputs, Books books, FleetRows fleet) {
        this.inputs = inputs;
        this.books = books;
        this.fleet = fleet;
    }

    ObjectNode json() {
        OutcomeRows outcomes = new OutcomeRows(books, inputs.currency());
        ObjectNode figures = JsonNodeFactory.instance.objectNode();
        figures.set("tokens_per_second", tokensPerSecond().json());
        figures.set("requests_per_second", requestsPerSecond().json());
        figures.set("tokens_per_joule", tokensPerJoule().json());
        figures.set("tokens_per_second_per_provisioned_mw", perProvisionedMw().json());
        figures.set("tokens_per_second_per_measured_mw", perMeasuredMw().json());
        figures.set("charged_per_mtok", chargedPerMtok().json());
        figures.set("energy_cost_per_mtok", energyCostPerMtok().json());
        CostFigures cost = new CostFigures(books, fleet, inputs.currency());
        figures.set("cost_per_mtok", cost.costPerMtok().json());
        figures.set("served_cost_per_mtok", cost.servedCostPerMtok().json());
        figures.set("margin", cost.margin().json());
        figures.set("power", power().json());
        figures.set("power_budget", powerBudget().json());
        figures.set("power_share", powerShare().json());
        figures.set("seconds_to_power_budget", secondsToPowerBudget().json());
        figures.set("slo_attainment", sloAttainment().json());
        figures.set("slo_budget_left", sloBudgetLeft().json());
        figures.set("uptime", uptime().json());
        figures.set("charged_per_success", outcomes.chargedPerSuccess().json());
        figures.set("energy_cost_per_success", onMeters(outcomes.energyCostPerSuccess()).json());
        figures.set("cost_per_success", onMeters(outcomes.costPerSuccess()).json());
        figures.set("joules_per_success", onMeters(outcomes.joulesPerSuccess()).json());
        figures.set("seconds_per_success", outcomes.secondsPerSuccess().json());
        return figures;
    }

    /** Billing does not know whose meters were emulated; the fleet does. */
    private Figure onMeters(Figure figure) {
        return new Figure(
                figure.value(),
                figure.unit(),
                figure.basis().and(fleet.meters(""), figure.basis().source()),
                figure.missing());
    }

    private Figure tokensPerSecond() {
        return new Figure(
                books.perSecond(Books::output),
                "output tokens/s",
                books.window(),
                books.whyNoRate());
    }

    private Figure requestsPerSecond() {
        return new Figure(
                books.perSecond(UsageCounters::getSettledRequests),
                "requests/s",
                books.window(),
                books.whyNoRate());
    }

    /** Settled output tokens of the last minute over what the devices drew in the same time. */
    private Figure tokensPerJoule() {
        Optional<BigDecimal> watts = fleet.meanWatts(WINDOW_US);
        return new Figure(
                over(tokensPerSecond().value(), watts),
                "output tokens/J",
                books.window().and(fleet.meters(METERS), books.window().source() + "; " + METERS),
                watts.isEmpty() ? "no energy was metered in that time" : books.whyNoRate());
    }

    private Figure perMeasuredMw() {
        return tokensPerJoule()
                .map("output tokens/s per MW drawn", value -> value.scaleByPowerOfTen(6));
    }

    private Figure perProvisionedMw() {
        Figure budget = powerBudget();
        return new Figure(
                over(
                        tokensPerSecond().value(),
                        budget.value().map(watts -> watts.scaleByPowerOfTen(-6))),
                "output tokens/s per MW provisioned",
                books.window()
                        .and(
                                budget.basis(),
                                books.window().source() + "; " + budget.basis().source()),
                budget.value().isEmpty() ? budget.missing() : books.whyNoRate());
    }

    private static Optional<BigDecimal> over(
            Optional<BigDecimal> numerator, Optional<BigDecimal> denominator) {
        return numerator.flatMap(n -> denominator.flatMap(d -> Figure.ratio(n, d)));
    }

    private Figure chargedPerMtok() {
        long nano = Books.sum(books.models(), UsageRow::getChargedNano);
        return new Figure(
                Books.perMtok(nano, books.models()),
                inputs.currency() + "/1,000,000 tokens",
                books.total(),
                books.counters().isEmpty() ? Books.UNHEARD : "no request has settled yet");
    }

    /** All joules of the site at the price of electricity, empty windows and idling included. */
    private Figure energyCostPerMtok() {
        Optional<BigDecimal> value =
                books.counters()
                        .map(UsageCounters::getEnergy)
                        .flatMap(this::energyCostNano)
                        .flatMap(nano -> Books.perMtok(nano, books.models()));
        return new Figure(
                value,
                inputs.currency() + "/1,000,000 tokens",
                books.total()
                        .and(fleet.meters(METERS), "")
                        .trusted(
                                fleet.meters(METERS).trust() == Trust.TWIN
                                        ? Trust.TWIN
                                        : Trust.ESTIMATED)
                        .from(
                                "metered joules since the ledger began, host and facility by"
                                        + " factors, at the rate card's electricity price"),
                inputs.electricityPerKwh().isEmpty()
                        ? "no rate card has been heard yet"
                        : "no request has settled yet");
    }

    private Optional<Long> energyCostNano(EnergyTotals energy) {
        BigDecimal siteUj =
                BigDecimal.valueOf(energy.getMeteredUj())
                        .add(BigDecimal.valueOf(energy.getHostUj()))
                        .add(BigDecimal.valueOf(energy.getFacilityUj()));
        return inputs.electricityPerKwh()
                .flatMap(price -> Figure.ratio(siteUj.multiply(price), UJ_PER_KWH))
                .map(cost -> cost.scaleByPowerOfTen(NANO_DIGITS).longValue());
    }

    private Figure power() {
        return new Figure(
                fleet.watts(),
                "W",
                fleet.meters("device meters, newest report"),
                FleetRows.UNHEARD);
    }

    private Figure powerBudget() {
        long configured = inputs.requests().config().powerBudgetWatts();
        return configured > 0
                ? new Figure(
                        Optional.of(BigDecimal.valueOf(configured)),
                        "W",
                        new Figure.Basis(
                                "configuration, gateway.board.power-budget-watts",
                                Trust.MEASURED,
                                OptionalLong.of(0)),
                        "")
                : new Figure(
                        fleet.capWatts(),
                        "W",
                        fleet.meters("sum of the devices' power caps"),
                        "no device has told its power cap");
    }

    private Figure powerShare() {
        Figure budget = powerBudget();
        return new Figure(
                over(fleet.watts(), budget.value()),
                "share of the budget",
                power().basis()
                        .and(
                                budget.basis(),
                                power().basis().source() + "; " + budget.basis().source()),
                budget.missing());
    }

    /** Where the last minute's line meets the budget; nothing is said of power that is steady. */
    private Figure secondsToPowerBudget() {
        Figure budget = powerBudget();
        Optional<PowerTrend> trend = fleet.trend();
        String missing =
                trend.isEmpty()
                        ? "the fleet has not been heard for long enough"
                        : "power does not clearly rise towards it within an hour";
        return new Figure(
                budget.value().flatMap(w -> trend.flatMap(t -> t.secondsTo(w.doubleValue()))),
                "s",
                fleet.meters("straight line through the device meters of the last minute")
                        .and(
                                new Figure.Basis("", Trust.ESTIMATED, fleet.ageMs()),
                                "straight line through the device meters of the last minute; "
                                        + budget.basis().source()),
                budget.value().isEmpty() ? budget.missing() : missing);
    }

    private Figure sloAttainment() {
        long good = 0;
        long all = 0;
        for (TierSlo tier : inputs.requests().tiers().values()) {
            good += tier.streams().good();
            all += tier.streams().all();
        }
        TierConfig standard = inputs.requests().config().defaultTier();
        return new Figure(
                Figure.ratio(good, all),
                "share of streams",
                here(
                        "this gateway, streams of the last hour within their tier's times; default:"
                                + " TTFT <= %d ms and TPOT <= %d ms"
                                        .formatted(
                                                standard.sloTtft().toMillis(),
                                                standard.sloTpot().toMillis())),
                NO_REQUESTS);
    }

    /** Of the tier that has least left. */
    private Figure sloBudgetLeft() {
        Optional<Map.Entry<String, TierSlo>> scarcest =
                inputs.requests().tiers().entrySet().stream()
                        .filter(tier -> tier.getValue().streams().all() > 0)
                        .min(Comparator.comparing(t -> t.getValue().budgetLeft().orElseThrow()));
        return new Figure(
                scarcest.flatMap(tier -> tier.getValue().budgetLeft()),
                "share of the allowed misses",
                here(
                        "this gateway, streams of the last hour"
                                + scarcest.map(FactoryFigures::objective).orElse("")),
                NO_REQUESTS);
    }

    private static String objective(Map.Entry<String, TierSlo> tier) {
        return "; tier %s missed %d of %d, objective %s"
                .formatted(
                        TierSlo.name(tier.getKey()),
                        tier.getValue().missed(),
                        tier.getValue().streams().all(),
                        tier.getValue().objective().toPlainString());
    }

    private Figure uptime() {
        MinuteTally.Sum up = inputs.requests().uptime();
        return new Figure(
                Figure.ratio(up.goodMinutes(), up.allMinutes()),
                "share of minutes",
                here(
                        "this gateway, "
                                + up.allMinutes()
                                + " minutes with requests of the last 24 h; up: 99 % got a first"
                                + " token in time"),
                NO_REQUESTS);
    }

    private static Figure.Basis here(String source) {
        return new Figure.Basis(source, Trust.MEASURED, OptionalLong.of(0));
    }

    /** GPU-seconds of the last minute; busy time is useful as far as its tokens were delivered. */
    ObjectNode utilization() {
        GpuTime time = fleet.gpuTime(WINDOW_US);
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        fleet.meters(
                        "router's snapshots at 1 Hz, last minute; useful: delivered share of the"
                                + " tokens made")
                .trusted(Trust.ESTIMATED)
                .into(node)
                .put("unit", "GPU-seconds");
        Optional<BigDecimal> delivered = deliveredShare();
        BigDecimal busy = seconds(time.busyUs());
        Optional<BigDecimal> useful =
                busy.signum() == 0 ? Optional.of(busy) : delivered.map(busy::multiply);
        part(node, "useful", useful, time);
        part(node, "busy", useful.map(busy::subtract).or(() -> Optional.of(busy)), time);
        part(node, "idle", Optional.of(seconds(time.idleUs())), time);
        part(node, "stranded", Optional.of(seconds(time.strandedUs())), time);
        if (time.totalUs() == 0) {
            node.put("reason", "two snapshots of the fleet have not been heard yet");
        }
        return node;
    }

    private Optional<BigDecimal> deliveredShare() {
        return books.growth(Books::output)
                .flatMap(
                        output ->
                                books.growth(Books::waste)
                                        .flatMap(waste -> Figure.ratio(output, output + waste)));
    }

    private static void part(
            ObjectNode node, String name, Optional<BigDecimal> seconds, GpuTime time) {
        Optional<BigDecimal> known = seconds.filter(_ -> time.totalUs() > 0);
        ObjectNode part = node.putObject(name);
        Figure.put(part, "gpu_seconds", known);
        Figure.put(part, "share", known.flatMap(s -> Figure.ratio(s, seconds(time.totalUs()))));
    }

    private static BigDecimal seconds(long us) {
        return BigDecimal.valueOf(us, 6);
    }
}
