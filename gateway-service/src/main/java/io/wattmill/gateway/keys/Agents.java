// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.keys;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.wattmill.gateway.identity.KeyRecord;
import io.wattmill.gateway.identity.Place;
import io.wattmill.gateway.identity.Right;
import io.wattmill.gateway.tenancy.AgentOrder;
import io.wattmill.gateway.tenancy.Listing;
import io.wattmill.gateway.tenancy.Refusal;
import io.wattmill.gateway.tenancy.View;

import java.util.List;
import java.util.Optional;

/** Agents. A future that fails with {@link Refused} says why something is not done. */
public final class Agents {

    private static final String KIND = "agent";
    private static final String COLUMNS =
            """
            SELECT a.id, a.project_id, p.organization_id, a.name, a.owner, a.created_at, a.ended_at
            FROM agent a JOIN project p ON p.id = a.project_id
                 JOIN organization o ON o.id = p.organization_id
            """;
    private static final String LIST =
            COLUMNS
                    + """
                    WHERE ($1 = '' OR o.id = $1) AND ($2 = '' OR p.id = $2) AND ($3 = '' OR a.id = $3)
                          AND ($4 = '' OR p.id = $4) AND a.id > $5
                          AND ($6 OR a.ended_at IS NULL AND p.ended_at IS NULL AND o.ended_at IS NULL)
                    ORDER BY a.id LIMIT $7
                    """;
    private static final String ONE = COLUMNS + "WHERE a.id = $1";
    private static final String COUNT =
            "SELECT count(*) AS n FROM agent WHERE project_id = $1 AND ended_at IS NULL";
    private static final String INSERT =
            """
            INSERT INTO agent (id, project_id, name, owner) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
            """;
    private static final String END =
            "UPDATE agent SET ended_at = now() WHERE id = $1 AND ended_at IS NULL";

    private final Pool pool;
    private final Changes changes;
    private final Ids ids;
    private final IdentityConfig config;

    Agents(Pool pool, Changes changes, Ids ids, IdentityConfig config) {
        this.pool = pool;
        this.changes = changes;
        this.ids = ids;
        this.config = config;
    }

    /** A page, and one more when there is another page. */
    public Future<List<View.Agent>> list(KeyRecord asker, Listing listing) {
        return pool.preparedQuery(LIST)
                .execute(Within.of(asker.right().reach()).with(listing))
                .map(rows -> Rows.all(rows, Agents::view));
    }

    /** One of them. */
    public Future<View.Agent> read(KeyRecord asker, String id) {
        return find(pool, asker.right(), id);
    }

    /** Makes one. An agent makes none. */
    public Future<View.Agent> create(KeyRecord asker, AgentOrder order) {
        String project = order.project().orElse(asker.projectId());
        return changes.run(
                asker.keyId(),
                (connection, own) ->
                        Places.project(connection, own, project)
                                .compose(
                                        organization ->
                                                own.reach().coversProject(organization, project)
                                                        ? insert(connection, asker, own, order)
                                                        : agentsMakeNone()));
    }

    private static Future<View.Agent> agentsMakeNone() {
        return Refused.future(
                new Refusal(
                        Refusal.Kind.BEYOND,
                        "project",
                        "An agent's key makes no agents; use a key of the project."));
    }

    private Future<View.Agent> insert(
            SqlConnection connection, KeyRecord asker, Right own, AgentOrder order) {
        String id = ids.of(order.name());
        String project = order.project().orElse(asker.projectId());
        return Counts.below(
                        connection.preparedQuery(COUNT).execute(Tuple.of(project)),
                        config.maxAgentsPerProject(),
                        "agents",
                        "gateway.identity.max-agents-per-project")
                .compose(
                        _ ->
                                connection
                                        .preparedQuery(INSERT)
                                        .execute(
                                                Tuple.of(
                                                        id,
                                                        project,
                                                        order.name(),
                                                        order.owner().orElse(asker.keyId()))))
                .compose(rows -> Counts.made(rows.rowCount(), id))
                .compose(_ -> find(connection, own, id));
    }

    /** Ends one, and every key of it. */
    public Future<View.Agent> end(KeyRecord asker, String id) {
        return changes.end(
                asker.keyId(),
                new Within("", "", id),
                (connection, own) -> find(connection, own, id),
                connection -> connection.preparedQuery(END).execute(Tuple.of(id)));
    }

    private static Future<View.Agent> find(SqlClient client, Right own, String id) {
        return client.preparedQuery(ONE)
                .execute(Tuple.of(id))
                .compose(
                        rows ->
                                Rows.one(
                                        rows,
                                        Agents::view,
                                        found -> own.reach().covers(place(found)),
                                        KIND,
                                        id));
    }

    private static Place place(View.Agent agent) {
        return new Place(agent.organizationId(), agent.projectId(), Optional.of(agent.id()));
    }

    private static View.Agent view(Row row) {
        return new View.Agent(
                row.getString("id"),
                row.getString("organization_id"),
                row.getString("project_id"),
                row.getString("name"),
                row.getString("owner"),
                Rows.instant(row, "created_at").orElseThrow(),
                Rows.instant(row, "ended_at"));
    }
}
