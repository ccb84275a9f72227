// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.scoreboard;

import io.wattmill.contract.ledger.v1.CostTotals;
import io.wattmill.contract.ledger.v1.UsageCounters;
import io.wattmill.contract.ledger.v1.UsageRow;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Cost to serve, as billing booked it: GPU time at its rates and electricity. It is there when
 * windows are attributed, seconds to minutes after the tokens.
 */
final class CostFigures {

    private static final String NOTHING_YET = "no window has been attributed yet";
    private static final String SOURCE =
            "ledger of cost since it began: GPU time at its configured rates, electricity,"
                    + " and what providers of hosted APIs charge";

    private final Books books;
    private final FleetRows fleet;
    private final String currency;

    CostFigures(Books books, FleetRows fleet, String currency) {
        this.books = books;
        this.fleet = fleet;
        this.currency = currency;
    }

    /** Everything that the site cost, empty windows included, over all tokens. */
    Figure costPerMtok() {
        return perMtok(CostFigures::all);
    }

    /** What the requests themselves cost: without empty and unexplained windows. */
    Figure servedCostPerMtok() {
        return perMtok(CostTotals::getServedNano);
    }

    /** Share of what was charged that is left after everything that the site cost. */
    Figure margin() {
        BigDecimal charged =
                BigDecimal.valueOf(Books.sum(books.models(), UsageRow::getChargedNano));
        Optional<BigDecimal> value =
                costs().map(CostFigures::all)
                        .flatMap(cost -> Figure.ratio(charged.subtract(nano(cost)), charged));
        return new Figure(value, "share of charged", basis(), missing("nothing was charged yet"));
    }

    private Figure perMtok(ToLongFunction<CostTotals> part) {
        return new Figure(
                costs().map(part::applyAsLong).flatMap(nano -> Books.perMtok(nano, books.models())),
                currency + "/1,000,000 tokens",
                basis(),
                missing("no request has settled yet"));
    }

    private static BigDecimal nano(long nano) {
        return BigDecimal.valueOf(nano);
    }

    private static long all(CostTotals cost) {
        return cost.getServedNano()
                + cost.getReservedNano()
                + cost.getEmptyNano()
                + cost.getUnattributedNano();
    }

    private Optional<CostTotals> costs() {
        return books.counters().map(UsageCounters::getCost).filter(cost -> all(cost) > 0);
    }

    private Figure.Basis basis() {
        Trust meters = fleet.meters("").trust();
        return books.total()
                .and(fleet.meters(""), "")
                .trusted(meters == Trust.TWIN ? Trust.TWIN : Trust.ESTIMATED)
                .from(SOURCE);
    }

    private String missing(String otherwise) {
        if (books.counters().isEmpty()) {
            return Books.UNHEARD;
        }
        return costs().isEmpty() ? NOTHING_YET : otherwise;
    }
}
