// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.settle;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.price.ProviderPrice;
import io.wattmill.billing.sql.BulkInsert;
import io.wattmill.billing.sql.PgType;
import io.wattmill.billing.usage.RatedUsage;
import io.wattmill.billing.usage.UsageEvent.AttemptUsage;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Which field goes to which column of provider_charge. */
final class ProviderTable {

    /** An attempt on a hosted API, in its booking. */
    private record Row(
            long bookingId,
            UUID requestId,
            String currency,
            AttemptUsage attempt,
            ProviderPrice price) {}

    private static final BulkInsert<Row> CHARGES =
            BulkInsert.<Row>into("provider_charge")
                    .column("request_id", PgType.UUID, Row::requestId)
                    .column("number", PgType.INTEGER, row -> row.attempt().number())
                    .column("node_id", PgType.TEXT, row -> row.attempt().engine().nodeId())
                    .column("engine_id", PgType.TEXT, row -> row.attempt().engine().engineId())
                    .column("currency", PgType.TEXT, Row::currency)
                    .column("input_price", PgType.NUMERIC, row -> row.price().input().perMtok())
                    .column("cached_price", PgType.NUMERIC, row -> row.price().cached().perMtok())
                    .column("output_price", PgType.NUMERIC, row -> row.price().output().perMtok())
                    .column("input_tokens", PgType.BIGINT, row -> row.attempt().counted().input())
                    .column("cached_tokens", PgType.BIGINT, row -> row.attempt().counted().cached())
                    .column("output_tokens", PgType.BIGINT, row -> row.attempt().counted().output())
                    .column("amount_nano", PgType.BIGINT, row -> row.attempt().providerNano())
                    .column("booking_id", PgType.BIGINT, Row::bookingId)
                    .build("");

    private ProviderTable() {}

    /** Writes what providers charge for these requests. */
    static Future<Void> insert(SqlConnection connection, long bookingId, List<RatedUsage> usages) {
        List<Row> rows = usages.stream().flatMap(usage -> rows(bookingId, usage)).toList();
        return rows.isEmpty()
                ? Future.succeededFuture()
                : CHARGES.insert(connection, rows).mapEmpty();
    }

    private static Stream<Row> rows(long bookingId, RatedUsage usage) {
        String currency = usage.rating().card().terms().currency();
        UUID id = usage.event().requestId();
        return usage.event().attempts().stream()
                .flatMap(
                        attempt ->
                                attempt
                                        .provider()
                                        .map(
                                                price ->
                                                        new Row(
                                                                bookingId, id, currency, attempt,
                                                                price))
                                        .stream());
    }
}
