// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.settle;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.sql.BulkInsert;
import io.wattmill.billing.sql.Instants;
import io.wattmill.billing.sql.PgType;
import io.wattmill.billing.usage.AttemptBound;
import io.wattmill.billing.usage.RatedUsage;
import io.wattmill.billing.usage.UsageEvent;
import io.wattmill.billing.usage.UsageEvent.AttemptUsage;

import java.util.List;
import java.util.stream.Stream;

/** Which field goes to which column of usage_attempt and attempt_bound. */
final class AttemptTables {

    /** An attempt with the request that it belongs to. */
    private record Row(UsageEvent event, AttemptUsage attempt) {

        private boolean isBounded() {
            return attempt.bound().isPresent();
        }

        private AttemptBound bound() {
            return attempt.bound().orElseThrow();
        }
    }

    private static final BulkInsert<Row> ATTEMPTS =
            BulkInsert.<Row>into("usage_attempt")
                    .column("request_id", PgType.UUID, row -> row.event().requestId())
                    .column("number", PgType.INTEGER, row -> row.attempt().number())
                    .column("project_id", PgType.TEXT, row -> row.event().owner().projectId())
                    .column("node_id", PgType.TEXT, row -> row.attempt().engine().nodeId())
                    .column("engine_id", PgType.TEXT, row -> row.attempt().engine().engineId())
                    .column("engine_kind", PgType.TEXT, row -> row.attempt().engineKind())
                    .column(
                            "started_at",
                            PgType.TIMESTAMPTZ,
                            row -> Instants.at(row.attempt().timing().startedAtUs()))
                    .column(
                            "first_token_at",
                            PgType.TIMESTAMPTZ,
                            row -> Instants.maybeAt(row.attempt().timing().firstTokenAtUs()))
                    .column(
                            "ended_at",
                            PgType.TIMESTAMPTZ,
                            row -> Instants.at(row.attempt().timing().endedAtUs()))
                    .column(
                            "outcome",
                            PgType.SMALLINT,
                            row -> (short) row.attempt().outcome().getNumber())
                    .column(
                            "input_uncached",
                            PgType.BIGINT,
                            row -> row.attempt().tokens().inputUncached())
                    .column("cache_read", PgType.BIGINT, row -> row.attempt().tokens().cacheRead())
                    .column(
                            "cache_write",
                            PgType.BIGINT,
                            row -> row.attempt().tokens().cacheWrite())
                    .column("output", PgType.BIGINT, row -> row.attempt().tokens().output())
                    .column("waste_tokens", PgType.BIGINT, row -> row.attempt().wasteTokens())
                    .column("error", PgType.TEXT, row -> row.attempt().error())
                    .build("");

    /** Of attempts that have a bound. */
    private static final BulkInsert<Row> BOUNDS =
            BulkInsert.<Row>into("attempt_bound")
                    .column("request_id", PgType.UUID, row -> row.event().requestId())
                    .column("number", PgType.INTEGER, row -> row.attempt().number())
                    .column("prompt_tokens", PgType.BIGINT, row -> row.bound().promptTokens())
                    .column("output_tokens", PgType.BIGINT, row -> row.bound().outputTokens())
                    .column("estimated", PgType.BOOLEAN, row -> row.bound().estimated())
                    .build("");

    private AttemptTables() {}

    /** Writes the attempts of these requests, and what bounds those that have a bound. */
    static Future<Void> insert(SqlConnection connection, List<RatedUsage> usages) {
        List<Row> rows = usages.stream().flatMap(AttemptTables::rows).toList();
        return ATTEMPTS.insert(connection, rows)
                .compose(
                        _ ->
                                BOUNDS.insert(
                                        connection, rows.stream().filter(Row::isBounded).toList()))
                .mapEmpty();
    }

    private static Stream<Row> rows(RatedUsage usage) {
        return usage.event().attempts().stream().map(a -> new Row(usage.event(), a));
    }
}
