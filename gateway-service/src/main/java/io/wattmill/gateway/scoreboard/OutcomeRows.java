// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.scoreboard;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.contract.ledger.v1.OutcomeRow;
import io.wattmill.contract.ledger.v1.OutcomeRow.Dimension;
import io.wattmill.contract.ledger.v1.UsageCounters;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a success takes: everything that the reported requests took, those in vain included, over
 * the successes among them.
 */
final class OutcomeRows {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String NONE = "no outcome was reported; see POST /v1/outcomes";
    private static final String NOT_MEASURED = "no reported request is measured yet";
    private static final String NO_SUCCESS = "no reported request was a success";

    private final Books books;
    private final String currency;
    private final List<OutcomeRow> rows;

    OutcomeRows(Books books, String currency) {
        this.books = books;
        this.currency = currency;
        this.rows = books.counters().map(UsageCounters::getOutcomesList).orElse(List.of());
    }

    Figure chargedPerSuccess() {
        return perSuccess(currency, books.total().ageMs(), OutcomeRows::charged);
    }

    Figure energyCostPerSuccess() {
        return perSuccess(
                currency, books.total().ageMs(), row -> nano(row, row.getEnergyCostNano()));
    }

    Figure joulesPerSuccess() {
        return perSuccess("J", books.total().ageMs(), OutcomeRows::joules);
    }

    /** GPU time and electricity of the measured requests, as if the others had taken the same. */
    Figure costPerSuccess() {
        Figure figure = perSuccess(currency, books.total().ageMs(), OutcomeRows::cost);
        boolean succeeded =
                of(Dimension.DIMENSION_ALL).stream().anyMatch(row -> row.getSuccesses() > 0);
        return new Figure(
                figure.value(),
                figure.unit(),
                figure.basis(),
                succeeded ? NOT_MEASURED : figure.missing());
    }

    /** Seconds from admission to end of all requests, retries and failures included. */
    Figure secondsPerSuccess() {
        return perSuccess("s", books.total().ageMs(), OutcomeRows::seconds);
    }

    private interface Part {
        Optional<BigDecimal> of(OutcomeRow row);
    }

    private Figure perSuccess(String unit, OptionalLong ageMs, Part part) {
        Optional<OutcomeRow> all = of(Dimension.DIMENSION_ALL).stream().findFirst();
        long predicted = all.map(row -> row.getRequests() - row.getMeasuredRequests()).orElse(0L);
        String source = "ledger, newest reported requests and the others of their runs";
        return new Figure(
                all.flatMap(part::of),
                unit + "/success",
                new Figure.Basis(source, predicted > 0 ? Trust.ESTIMATED : Trust.MEASURED, ageMs),
                all.isPresent() ? NO_SUCCESS : books.counters().isPresent() ? NONE : Books.UNHEARD);
    }

    private List<OutcomeRow> of(Dimension dimension) {
        return rows.stream().filter(row -> row.getDimension() == dimension).toList();
    }

    ObjectNode json() {
        ObjectNode node = NODES.objectNode();
        books.total()
                .from("ledger, newest reported requests; joules of device and host")
                .into(node);
        node.set("by_label", table(Dimension.DIMENSION_LABEL));
        node.set("by_model", table(Dimension.DIMENSION_MODEL));
        node.set("by_project", table(Dimension.DIMENSION_PROJECT));
        node.set("by_agent", table(Dimension.DIMENSION_AGENT));
        return node;
    }

    private ArrayNode table(Dimension dimension) {
        ArrayNode array = NODES.arrayNode();
        of(dimension).forEach(row -> array.add(row(row)));
        return array;
    }

    private static ObjectNode row(OutcomeRow row) {
        ObjectNode node = NODES.objectNode();
        node.put("name", row.getName())
                .put("requests", row.getRequests())
                .put("successes", row.getSuccesses())
                .put("measured_requests", row.getMeasuredRequests());
        node.put("value", Figure.plain(BigDecimal.valueOf(row.getValueNano(), 9)));
        Figure.put(node, "charged_per_success", charged(row));
        Figure.put(node, "energy_cost_per_success", nano(row, row.getEnergyCostNano()));
        Figure.put(node, "cost_per_success", cost(row));
        Figure.put(node, "joules_per_success", joules(row));
        Figure.put(node, "seconds_per_success", seconds(row));
        return node;
    }

    private static Optional<BigDecimal> charged(OutcomeRow row) {
        return nano(row, row.getChargedNano());
    }

    private static Optional<BigDecimal> nano(OutcomeRow row, long nano) {
        return per(row, BigDecimal.valueOf(nano, 9));
    }

    private static Optional<BigDecimal> joules(OutcomeRow row) {
        return per(row, BigDecimal.valueOf(row.getMeasuredUj() + row.getPredictedUj(), 6));
    }

    private static Optional<BigDecimal> cost(OutcomeRow row) {
        BigDecimal measured = BigDecimal.valueOf(row.getMeasuredCostNano(), 9);
        BigDecimal requests = BigDecimal.valueOf(row.getRequests());
        return Figure.ratio(
                measured.multiply(requests),
                BigDecimal.valueOf(row.getMeasuredRequests())
                        .multiply(BigDecimal.valueOf(row.getSuccesses())));
    }

    private static Optional<BigDecimal> seconds(OutcomeRow row) {
        return per(row, BigDecimal.valueOf(row.getDurationUs(), 6));
    }

    private static Optional<BigDecimal> per(OutcomeRow row, BigDecimal total) {
        return Figure.ratio(total, BigDecimal.valueOf(row.getSuccesses()));
    }
}
