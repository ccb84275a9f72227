// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.postgres;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** What Flyway wrote down about a schema. */
final class SchemaHistory {

    private static final String NO_TABLE = "42P01";

    /** The service's role has not been let in yet. */
    private static final String NO_RIGHT = "42501";

    private static final Set<String> NOT_READY = Set.of(NO_TABLE, NO_RIGHT);

    private SchemaHistory() {}

    /**
     * Whether the database has run exactly the scripts that this build brings, unchanged. Whatever
     * else it has run, or half run, is for Flyway to judge.
     */
    static Future<Boolean> isComplete(Vertx vertx, Pool pool, String schema) {
        return vertx.executeBlocking(() -> Scripts.of(schema), false)
                .compose(brought -> run(pool, schema).map(brought::equals))
                .recover(SchemaHistory::none);
    }

    private static Future<Map<String, Integer>> run(Pool pool, String schema) {
        return pool.query(
                        "SELECT script, CASE WHEN success THEN checksum END AS checksum FROM "
                                + schema
                                + ".flyway_schema_history WHERE version IS NOT NULL")
                .execute()
                .map(SchemaHistory::checksums);
    }

    private static Map<String, Integer> checksums(Iterable<Row> rows) {
        Map<String, Integer> checksums = new TreeMap<>();
        StreamSupport.stream(rows.spliterator(), false)
                .forEach(row -> checksums.put(row.getString("script"), row.getInteger("checksum")));
        return checksums;
    }

    private static Future<Boolean> none(Throwable cause) {
        return cause instanceof PgException e && NOT_READY.contains(e.getSqlState())
                ? Future.succeededFuture(false)
                : Future.failedFuture(cause);
    }
}
