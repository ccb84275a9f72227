// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconciling;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.wattmill.billing.reconcile.Cause;
import io.wattmill.billing.reconcile.Line;
import io.wattmill.billing.sql.BulkInsert;
import io.wattmill.billing.sql.PgType;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which field goes to which column of reconciliation_line and reconciliation_cause. */
final class LineTables {

    private record LineRow(long id, Line line) {}

    private record CauseRow(long id, Line line, int side, Cause cause, long amount) {}

    private static final BulkInsert<LineRow> LINES =
            BulkInsert.<LineRow>into("reconciliation_line")
                    .column("reconciliation_id", PgType.BIGINT, LineRow::id)
                    .column("measure", PgType.SMALLINT, row -> (short) row.line().measure().id())
                    .column("ledger", PgType.BIGINT, row -> row.line().ledger())
                    .column("gateway", PgType.BIGINT, row -> row.line().gateway())
                    .column("source", PgType.BIGINT, row -> row.line().source())
                    .column("carried_low", PgType.BIGINT, row -> row.line().carried().low())
                    .column("carried_high", PgType.BIGINT, row -> row.line().carried().high())
                    .build("");
    private static final BulkInsert<CauseRow> CAUSES =
            BulkInsert.<CauseRow>into("reconciliation_cause")
                    .column("reconciliation_id", PgType.BIGINT, CauseRow::id)
                    .column("measure", PgType.SMALLINT, row -> (short) row.line().measure().id())
                    .column("side", PgType.SMALLINT, row -> (short) row.side())
                    .column("cause", PgType.SMALLINT, row -> (short) row.cause().id())
                    .column("amount", PgType.BIGINT, CauseRow::amount)
                    .build("");

    private LineTables() {}

    /** Writes the lines of the reconciliation {@code id}. */
    static Future<Void> insert(SqlConnection connection, long id, List<Line> lines) {
        List<CauseRow> causes =
                lines.stream()
                        .flatMap(
                                line ->
                                        Stream.concat(
                                                causes(id, line, 1, line.gatewaySide()),
                                                causes(id, line, 2, line.sourceSide())))
                        .toList();
        return LINES.insert(connection, lines.stream().map(line -> new LineRow(id, line)).toList())
                .compose(_ -> CAUSES.insert(connection, causes))
                .mapEmpty();
    }

    private static Stream<CauseRow> causes(long id, Line line, int side, Map<Cause, Long> causes) {
        return causes.entrySet().stream()
                .map(cause -> new CauseRow(id, line, side, cause.getKey(), cause.getValue()));
    }
}
