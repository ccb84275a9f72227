// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.keys;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.wattmill.gateway.identity.Right;
import io.wattmill.gateway.tenancy.Listing;
import io.wattmill.gateway.tenancy.View;

import java.util.List;
import java.util.Optional;

/** Keys as they are stored, read as somebody may see them. */
final class KeyRows {

    /** What a key is called where there is none. */
    static final String KIND = "key";

    private static final String COLUMNS =
            "SELECT k.name, k.prefix, k.last_four, k.created_by, k.created_at, k.revoked_at,"
                    + " k.rotated_at, f.ends_at AS former_ends_at,"
                    + Rows.RIGHT
                    + Rows.KEYS_IN_PLACE
                    + " LEFT JOIN former_secret f ON f.key_id = k.id AND f.ends_at > now()";
    private static final String LIST =
            COLUMNS
                    + """
                     WHERE ($1 = '' OR o.id = $1) AND ($2 = '' OR p.id = $2) AND ($3 = '' OR a.id = $3)
                          AND ($4 = '' OR p.id = $4) AND k.id > $5 AND ($6 OR
                    """
                    + Rows.LIVE
                    + ") ORDER BY k.id LIMIT $7";
    private static final String ONE = COLUMNS + " WHERE k.id = $1";
    private static final String HOLD = "SELECT 1 FROM api_key WHERE id = $1 FOR UPDATE";

    private KeyRows() {}

    /** A page of what {@code own} reaches, and one more when there is another page. */
    static Future<List<View.Key>> list(SqlClient client, Right own, Listing listing) {
        return client.preparedQuery(LIST)
                .execute(Within.of(own.reach()).with(listing))
                .map(rows -> Rows.all(rows, KeyRows::view));
    }

    /** One of them, locked until the transaction ends. */
    static Future<View.Key> hold(SqlConnection connection, Right own, String id) {
        return connection
                .preparedQuery(HOLD)
                .execute(Tuple.of(id))
                .compose(_ -> find(connection, own, id));
    }

    /** One of them. */
    static Future<View.Key> find(SqlClient client, Right own, String id) {
        return client.preparedQuery(ONE)
                .execute(Tuple.of(id))
                .compose(
                        rows ->
                                Rows.one(
                                        rows,
                                        KeyRows::view,
                                        key -> own.reach().covers(key.right().place()),
                                        KIND,
                                        id));
    }

    private static View.Key view(Row row) {
        return new View.Key(
                row.getString("id"),
                row.getString("name"),
                Rows.right(row),
                row.getString("prefix"),
                row.getString("last_four"),
                Optional.ofNullable(row.getString("created_by")),
                Rows.instant(row, "created_at").orElseThrow(),
                Rows.instant(row, "revoked_at"),
                Rows.instant(row, "rotated_at"),
                Rows.instant(row, "former_ends_at"));
    }

    /** Models as a column. */
    static String[] models(Right right) {
        return right.bounds().models().stream().sorted().toArray(String[]::new);
    }

    /** Ranges of addresses as a column. */
    static String[] ranges(Right right) {
        return right.bounds().ranges().stream().map(Object::toString).toArray(String[]::new);
    }
}
