// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.scoreboard;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.contract.ledger.v1.UsageCounters;
import io.wattmill.contract.ledger.v1.UsageRow;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Models and tenants, a row each. */
final class UsageRows {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3_600);

    private final Books books;
    private final RequestBoard.Shown requests;
    private final FleetRows fleet;
    private final ServedModels served;

    UsageRows(Books books, RequestBoard.Shown requests, FleetRows fleet, ServedModels served) {
        this.books = books;
        this.requests = requests;
        this.fleet = fleet;
        this.served = served;
    }

    ArrayNode models() {
        ArrayNode array = NODES.arrayNode();
        for (UsageRow row : known()) {
            ObjectNode node = row(row, UsageCounters::getByModelList);
            Figure.put(node, "tokens_per_joule", tokensPerJoule(row.getName()));
            node.set("bound_by", served.boundBy(row.getName()));
            latency(node, "ttft_ms", requests.ttft().get(row.getName()));
            latency(node, "tpot_ms", requests.tpot().get(row.getName()));
            array.add(node);
        }
        return array;
    }

    /** Those of the books, then those that the fleet serves and nobody has used. */
    private List<UsageRow> known() {
        Set<String> unused = served.names();
        books.models().forEach(row -> unused.remove(row.getName()));
        return Stream.concat(
                        books.models().stream(),
                        unused.stream().map(name -> UsageRow.newBuilder().setName(name).build()))
                .toList();
    }

    private Optional<BigDecimal> tokensPerJoule(String model) {
        return books.perSecond(model, UsageCounters::getByModelList, r -> r.getTokens().getOutput())
                .flatMap(
                        rate ->
                                served.meanWatts(model, FactoryFigures.WINDOW_US)
                                        .flatMap(watts -> Figure.ratio(rate, watts)));
    }

    /** What the columns of the rows rest on: all rows' alike. */
    ObjectNode columns(String currency) {
        Figure.Basis window = books.window();
        Figure.Basis here =
                new Figure.Basis(
                        "this gateway, requests of the last 5 minutes",
                        Trust.MEASURED,
                        OptionalLong.of(0));
        ObjectNode node = NODES.objectNode();
        column(node, "tokens_per_second", "output tokens/s", window);
        column(
                node,
                "tokens_per_joule",
                "output tokens/J",
                window.and(
                        fleet.meters(""),
                        window.source()
                                + "; device meters of the nodes that serve this model alone"));
        column(node, "ttft_ms", "ms", here);
        column(node, "tpot_ms", "ms", here);
        column(
                node,
                "bound_by",
                "most of the engines that are up",
                fleet.meters("router's engine model on what it placed and engines report")
                        .trusted(Trust.ESTIMATED));
        column(node, "charged_per_mtok", currency + "/1,000,000 tokens", books.total());
        column(node, "charged_per_hour", currency + "/h", window);
        column(node, "charged", currency, books.total());
        column(node, "requests", "requests", books.total());
        column(node, "input_tokens", "tokens", books.total());
        column(node, "cached_tokens", "tokens", books.total());
        column(node, "output_tokens", "tokens", books.total());
        return node;
    }

    private static void column(ObjectNode node, String name, String unit, Figure.Basis basis) {
        basis.into(node.putObject(name).put("unit", unit));
    }

    ArrayNode projects() {
        ArrayNode array = NODES.arrayNode();
        books.projects().forEach(row -> array.add(row(row, UsageCounters::getByProjectList)));
        return array;
    }

    private ObjectNode row(UsageRow row, Function<UsageCounters, List<UsageRow>> rows) {
        ObjectNode node = NODES.objectNode();
        node.put("name", row.getName())
                .put("requests", row.getRequests())
                .put("completed", row.getCompleted());
        tokens(node, row);
        Figure.put(
                node,
                "tokens_per_second",
                books.perSecond(row.getName(), rows, r -> r.getTokens().getOutput()));
        node.put("charged", Figure.plain(nano(row.getChargedNano())));
        Figure.put(node, "charged_per_mtok", Books.perMtok(row.getChargedNano(), List.of(row)));
        Figure.put(node, "charged_per_hour", perHour(row, rows));
        return node;
    }

    private static void tokens(ObjectNode node, UsageRow row) {
        node.put(
                "input_tokens",
                row.getTokens().getInputUncached() + row.getTokens().getCacheRead());
        node.put("cached_tokens", row.getTokens().getCacheRead());
        node.put("output_tokens", row.getTokens().getOutput())
                .put("waste_tokens", row.getWasteTokens());
    }

    private Optional<BigDecimal> perHour(
            UsageRow row, Function<UsageCounters, List<UsageRow>> rows) {
        return books.perSecond(row.getName(), rows, UsageRow::getChargedNano)
                .map(nano -> nano.movePointLeft(9).multiply(SECONDS_PER_HOUR));
    }

    private static BigDecimal nano(long nano) {
        return BigDecimal.valueOf(nano, 9);
    }

    private static void latency(
            ObjectNode row, String name, LatencyBoard.@Nullable Percentiles latency) {
        if (latency == null) {
            row.putNull(name);
        } else {
            row.set(name, percentiles(latency));
        }
    }

    static ObjectNode percentiles(LatencyBoard.Percentiles latency) {
        ObjectNode node = NODES.objectNode();
        milliseconds(node, "p50", latency.p50());
        milliseconds(node, "p90", latency.p90());
        milliseconds(node, "p99", latency.p99());
        return node.put("requests", latency.requests());
    }

    private static void milliseconds(ObjectNode node, String name, OptionalLong us) {
        if (us.isPresent()) {
            node.put(name, Figure.plain(BigDecimal.valueOf(us.getAsLong(), 3)));
        } else {
            node.putNull(name);
        }
    }
}
