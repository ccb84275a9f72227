// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.scoreboard;

import io.wattmill.contract.ledger.v1.EnergyTotals;
import io.wattmill.contract.ledger.v1.UsageCounters;
import io.wattmill.contract.ledger.v1.UsageRow;

import java.math.BigDecimal;
import java.util.Optional;

/** What the factory makes, of what, and for how much: tokens a second, a joule, a megawatt. */
final class TokenFigures {

    private static final String METERS = "device meters, last minute";
    private static final int NANO_DIGITS = 9;
    private static final BigDecimal UJ_PER_KWH = BigDecimal.valueOf(3_600_000_000_000L);

    private final Scoreboard.Inputs inputs;
    private final Books books;
    private final FleetRows fleet;
    private final PowerFigures power;

    TokenFigures(Scoreboard.Inputs inputs, Books books, FleetRows fleet, PowerFigures power) {
        this.inputs = inputs;
        this.books = books;
        this.fleet = fleet;
        this.power = power;
    }

    Figure tokensPerSecond() {
        return new Figure(
                books.perSecond(Books::output),
                "output tokens/s",
                books.window(),
                books.whyNoRate());
    }

    Figure requestsPerSecond() {
        return new Figure(
                books.perSecond(UsageCounters::getSettledRequests),
                "requests/s",
                books.window(),
                books.whyNoRate());
    }

    /** Settled output tokens of the last minute over what the devices drew in the same time. */
    Figure tokensPerJoule() {
        Optional<BigDecimal> watts = fleet.meanWatts(FactoryFigures.WINDOW_US);
        return new Figure(
                Figure.ratio(tokensPerSecond().value(), watts),
                "output tokens/J",
                books.window().and(fleet.meters(METERS), books.window().source() + "; " + METERS),
                watts.isEmpty() ? "no energy was metered in that time" : books.whyNoRate());
    }

    Figure perMeasuredMw() {
        return tokensPerJoule()
                .map("output tokens/s per MW drawn", value -> value.scaleByPowerOfTen(6));
    }

    Figure perProvisionedMw() {
        Figure budget = power.budget();
        return new Figure(
                Figure.ratio(
                        tokensPerSecond().value(),
                        budget.value().map(watts -> watts.scaleByPowerOfTen(-6))),
                "output tokens/s per MW provisioned",
                books.window()
                        .and(
                                budget.basis(),
                                books.window().source() + "; " + budget.basis().source()),
                budget.value().isEmpty() ? budget.missing() : books.whyNoRate());
    }

    Figure chargedPerMtok() {
        long nano = Books.sum(books.models(), UsageRow::getChargedNano);
        return new Figure(
                Books.perMtok(nano, books.models()),
                inputs.currency() + "/1,000,000 tokens",
                books.total(),
                books.counters().isEmpty() ? Books.UNHEARD : "no request has settled yet");
    }

    /** All joules of the site at the price of electricity, empty windows and idling included. */
    Figure energyCostPerMtok() {
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
}
