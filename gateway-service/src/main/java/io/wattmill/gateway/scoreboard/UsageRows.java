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
import java.util.function.Function;

/** Models and tenants, a row each. */
final class UsageRows {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3_600);

    private final Books books;
    private final RequestBoard.Shown requests;

    UsageRows(Books books, RequestBoard.Shown requests) {
        this.books = books;
        this.requests = requests;
    }

    ArrayNode models() {
        ArrayNode array = NODES.arrayNode();
        for (UsageRow row : books.models()) {
            ObjectNode node = row(row, UsageCounters::getByModelList);
            latency(node, "ttft_ms", requests.ttft().get(row.getName()));
            latency(node, "tpot_ms", requests.tpot().get(row.getName()));
            array.add(node);
        }
        return array;
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
