// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.keys;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.wattmill.gateway.identity.KeyRecord;
import io.wattmill.gateway.identity.Reach;
import io.wattmill.gateway.identity.Right;
import io.wattmill.gateway.tenancy.Listing;
import io.wattmill.gateway.tenancy.OrganizationOrder;
import io.wattmill.gateway.tenancy.Refusal;
import io.wattmill.gateway.tenancy.View;

import java.util.List;

/** Organizations. A future that fails with {@link Refused} says why something is not done. */
public final class Organizations {

    private static final String KIND = "organization";
    private static final String LIST =
            """
            SELECT id, name, created_at, ended_at FROM organization
            WHERE ($1 = '' OR id = $1) AND $2 || $3 || $4 = '' AND id > $5 AND ($6 OR ended_at IS NULL)
            ORDER BY id LIMIT $7
            """;
    private static final String ONE =
            "SELECT id, name, created_at, ended_at FROM organization WHERE id = $1";
    private static final String COUNT =
            "SELECT count(*) AS n FROM organization WHERE ended_at IS NULL";
    private static final String INSERT =
            "INSERT INTO organization (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    private static final String END =
            "UPDATE organization SET ended_at = now() WHERE id = $1 AND ended_at IS NULL";

    private final Pool pool;
    private final Changes changes;
    private final Ids ids;
    private final IdentityConfig config;

    Organizations(Pool pool, Changes changes, Ids ids, IdentityConfig config) {
        this.pool = pool;
        this.changes = changes;
        this.ids = ids;
        this.config = config;
    }

    /** A page, and one more when there is another page. */
    public Future<List<View.Organization>> list(KeyRecord asker, Listing listing) {
        return pool.preparedQuery(LIST)
                .execute(Within.of(asker.right().reach()).with(listing))
                .map(rows -> Rows.all(rows, Organizations::view));
    }

    /** One of them. */
    public Future<View.Organization> read(KeyRecord asker, String id) {
        return find(pool, asker.right(), id);
    }

    /** Makes one. */
    public Future<View.Organization> create(KeyRecord asker, OrganizationOrder order) {
        String id = order.id().orElseGet(() -> ids.of(order.name()));
        return changes.run(
                asker.keyId(),
                (connection, own) ->
                        own.reach() instanceof Reach.Site
                                ? insert(connection, own, id, order.name())
                                : Refused.future(Refusal.missing(KIND, id)));
    }

    private Future<View.Organization> insert(
            SqlConnection connection, Right own, String id, String name) {
        return Counts.below(
                        connection.query(COUNT).execute(),
                        config.maxOrganizations(),
                        "organizations",
                        "gateway.identity.max-organizations")
                .compose(_ -> connection.preparedQuery(INSERT).execute(Tuple.of(id, name)))
                .compose(rows -> Counts.made(rows.rowCount(), id))
                .compose(_ -> find(connection, own, id));
    }

    /** Ends one, and every key in it. */
    public Future<View.Organization> end(KeyRecord asker, String id) {
        return changes.end(
                asker.keyId(),
                new Within(id, "", ""),
                (connection, own) -> find(connection, own, id),
                connection -> connection.preparedQuery(END).execute(Tuple.of(id)));
    }

    private static Future<View.Organization> find(SqlClient client, Right own, String id) {
        return client.preparedQuery(ONE)
                .execute(Tuple.of(id))
                .compose(
                        rows ->
                                Rows.one(
                                        rows,
                                        Organizations::view,
                                        _ -> own.reach().coversOrganization(id),
                                        KIND,
                                        id));
    }

    private static View.Organization view(Row row) {
        return new View.Organization(
                row.getString("id"),
                row.getString("name"),
                Rows.instant(row, "created_at").orElseThrow(),
                Rows.instant(row, "ended_at"));
    }
}
