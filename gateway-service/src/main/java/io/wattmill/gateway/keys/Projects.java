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
import io.wattmill.gateway.tenancy.ProjectOrder;
import io.wattmill.gateway.tenancy.Refusal;
import io.wattmill.gateway.tenancy.View;

import java.util.List;

/** Projects. A future that fails with {@link Refused} says why something is not done. */
public final class Projects {

    private static final String KIND = "project";
    private static final String COLUMNS =
            "SELECT p.id, p.organization_id, p.name, p.created_at, p.ended_at FROM project p";
    private static final String LIST =
            COLUMNS
                    + """
                     JOIN organization o ON o.id = p.organization_id
                    WHERE ($1 = '' OR o.id = $1) AND ($2 = '' OR p.id = $2) AND $3 = $3
                          AND ($4 = '' OR p.id = $4) AND p.id > $5
                          AND ($6 OR p.ended_at IS NULL AND o.ended_at IS NULL)
                    ORDER BY p.id LIMIT $7
                    """;
    private static final String ONE = COLUMNS + " WHERE p.id = $1";
    private static final String OPEN_ORGANIZATION =
            "SELECT ended_at FROM organization WHERE id = $1 FOR UPDATE";
    private static final String COUNT =
            "SELECT count(*) AS n FROM project WHERE organization_id = $1 AND ended_at IS NULL";
    private static final String INSERT =
            """
            INSERT INTO project (id, organization_id, name) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
            """;
    private static final String END =
            "UPDATE project SET ended_at = now() WHERE id = $1 AND ended_at IS NULL";

    private final Pool pool;
    private final Changes changes;
    private final Ids ids;
    private final IdentityConfig config;

    Projects(Pool pool, Changes changes, Ids ids, IdentityConfig config) {
        this.pool = pool;
        this.changes = changes;
        this.ids = ids;
        this.config = config;
    }

    /** A page, and one more when there is another page. */
    public Future<List<View.Project>> list(KeyRecord asker, Listing listing) {
        return pool.preparedQuery(LIST)
                .execute(Within.of(asker.right().reach()).with(listing))
                .map(rows -> Rows.all(rows, Projects::view));
    }

    /** One of them. */
    public Future<View.Project> read(KeyRecord asker, String id) {
        return find(pool, asker.right(), id);
    }

    /**
     * Makes one. Only an administrator chooses its id: that one is taken would tell others
     * something.
     */
    public Future<View.Project> create(KeyRecord asker, ProjectOrder order) {
        return changes.run(
                asker.keyId(),
                (connection, own) -> {
                    String organization = order.organization().orElse(asker.organizationId());
                    if (!own.reach().coversOrganization(organization)) {
                        return Refused.future(Refusal.missing("organization", organization));
                    }
                    return order.id().isPresent() && !(own.reach() instanceof Reach.Site)
                            ? Refused.future(
                                    Refusal.invalid("id", "Only an admin chooses a project's id."))
                            : insert(connection, own, organization, order);
                });
    }

    private Future<View.Project> insert(
            SqlConnection connection, Right own, String organization, ProjectOrder order) {
        String id = order.id().orElseGet(() -> ids.of(order.name()));
        return Places.open(connection, OPEN_ORGANIZATION, "organization", organization)
                .compose(
                        _ ->
                                Counts.below(
                                        connection
                                                .preparedQuery(COUNT)
                                                .execute(Tuple.of(organization)),
                                        config.maxProjectsPerOrganization(),
                                        "projects",
                                        "gateway.identity.max-projects-per-organization"))
                .compose(
                        _ ->
                                connection
                                        .preparedQuery(INSERT)
                                        .execute(Tuple.of(id, organization, order.name())))
                .compose(rows -> Counts.made(rows.rowCount(), id))
                .compose(_ -> find(connection, own, id));
    }

    /** Ends one, and every key in it. */
    public Future<View.Project> end(KeyRecord asker, String id) {
        return changes.end(
                asker.keyId(),
                new Within("", id, ""),
                (connection, own) -> find(connection, own, id),
                connection -> connection.preparedQuery(END).execute(Tuple.of(id)));
    }

    private static Future<View.Project> find(SqlClient client, Right own, String id) {
        return client.preparedQuery(ONE)
                .execute(Tuple.of(id))
                .compose(
                        rows ->
                                Rows.one(
                                        rows,
                                        Projects::view,
                                        found ->
                                                own.reach()
                                                        .coversProject(found.organizationId(), id),
                                        KIND,
                                        id));
    }

    private static View.Project view(Row row) {
        return new View.Project(
                row.getString("id"),
                row.getString("organization_id"),
                row.getString("name"),
                Rows.instant(row, "created_at").orElseThrow(),
                Rows.instant(row, "ended_at"));
    }
}
