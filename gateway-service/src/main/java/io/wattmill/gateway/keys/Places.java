// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.keys;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.wattmill.gateway.identity.Right;
import io.wattmill.gateway.tenancy.Refusal;

/** What something new is made in: held while it is, so that it cannot end meanwhile. */
final class Places {

    private static final String PROJECT =
            """
            SELECT p.organization_id, coalesce(p.ended_at, o.ended_at) AS ended_at
            FROM project p JOIN organization o ON o.id = p.organization_id WHERE p.id = $1 FOR UPDATE
            """;

    private Places() {}

    /** Holds the row that {@code sql} finds by {@code id}; refuses when it was ended. */
    static Future<Void> open(SqlConnection connection, String sql, String kind, String id) {
        return connection
                .preparedQuery(sql)
                .execute(Tuple.of(id))
                .compose(rows -> opened(rows, kind, id));
    }

    /** Refuses when there is no row, or its {@code ended_at} is set. */
    static Future<Void> opened(RowSet<Row> rows, String kind, String id) {
        if (rows.size() == 0) {
            return Refused.future(Refusal.missing(kind, id));
        }
        return rows.iterator().next().getValue("ended_at") == null
                ? Future.succeededFuture()
                : ended(kind, id);
    }

    /**
     * Holds a project that is to have something new; gives its organization. One that {@code own}
     * does not reach is missing, whatever its state.
     */
    static Future<String> project(SqlConnection connection, Right own, String id) {
        return connection
                .preparedQuery(PROJECT)
                .execute(Tuple.of(id))
                .compose(
                        rows ->
                                Rows.first(rows, row -> row)
                                        .filter(row -> own.reach().touches(organization(row), id))
                                        .map(row -> organizationOf(row, id))
                                        .orElseGet(
                                                () ->
                                                        Refused.future(
                                                                Refusal.missing("project", id))));
    }

    private static Future<String> organizationOf(Row row, String id) {
        return row.getValue("ended_at") == null
                ? Future.succeededFuture(organization(row))
                : ended("project", id);
    }

    private static String organization(Row row) {
        return row.getString("organization_id");
    }

    private static <T> Future<T> ended(String kind, String id) {
        return Refused.future(Refusal.conflict(kind, "The " + kind + " '" + id + "' was ended."));
    }
}
