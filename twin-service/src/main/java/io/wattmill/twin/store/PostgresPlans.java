// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import io.wattmill.twin.runs.PlanEntry;
import io.wattmill.twin.runs.PlanRecord;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Plans in the schema {@code twin}. */
final class PostgresPlans {
    private final Pool pool;

    PostgresPlans(Pool pool) {
        this.pool = pool;
    }

    /** The plan of this text: a new one, or the one that was already there. */
    Future<PlanRecord> keep(PlanRecord plan) {
        return query(
                        """
                        INSERT INTO plan (id, name, sha256, yaml, created_by, created_at_us)
                        VALUES ($1, $2, $3, $4, $5, $6)
                        ON CONFLICT (sha256) DO NOTHING RETURNING *
                        """,
                        Tuple.from(
                                List.of(
                                        plan.id(),
                                        plan.name(),
                                        plan.sha256(),
                                        plan.yaml(),
                                        plan.createdBy(),
                                        plan.createdAtUs())))
                .compose(
                        rows ->
                                rows.size() > 0
                                        ? Future.succeededFuture(rows)
                                        : query(
                                                "SELECT * FROM plan WHERE sha256 = $1",
                                                Tuple.of(plan.sha256())))
                .map(rows -> Rows.plan(rows.iterator().next()));
    }

    Future<Optional<PlanRecord>> plan(UUID id) {
        return query("SELECT * FROM plan WHERE id = $1", Tuple.of(id))
                .map(rows -> Rows.all(rows).stream().findFirst().map(Rows::plan));
    }

    /** The newest plans; their texts, of which each may be long, stay where they are. */
    Future<List<PlanEntry>> plans(int limit) {
        return query(
                        "SELECT id, name, sha256, created_by, created_at_us FROM plan"
                                + " ORDER BY created_at_us DESC, id DESC LIMIT $1",
                        Tuple.of(limit))
                .map(rows -> Rows.all(rows).stream().map(Rows::entry).toList());
    }

    /** Lets the oldest plans go that no run is of, beyond so many; how many went. */
    Future<Integer> forget(int kept) {
        return query(
                        """
                        DELETE FROM plan WHERE id IN (
                            SELECT p.id FROM plan p
                             WHERE NOT EXISTS (SELECT FROM run r WHERE r.plan_id = p.id)
                             ORDER BY p.created_at_us DESC, p.id DESC OFFSET $1)
                        """,
                        Tuple.of(kept))
                .map(RowSet::rowCount);
    }

    private Future<RowSet<Row>> query(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values);
    }
}
