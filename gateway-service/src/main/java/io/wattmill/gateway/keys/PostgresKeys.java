// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.keys;

import com.github.f4b6a3.uuid.UuidCreator;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.wattmill.gateway.identity.KeyHash;
import io.wattmill.gateway.identity.KeyHasher;
import io.wattmill.gateway.identity.KeyRecord;
import io.wattmill.gateway.identity.KeySet;
import io.wattmill.gateway.identity.KeyText;
import io.wattmill.gateway.identity.Right;
import io.wattmill.gateway.identity.Scope;
import io.wattmill.gateway.identity.TenantSalt;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/** The keys in PostgreSQL, schema {@code gateway}. */
final class PostgresKeys {

    /**
     * Any constant: one number of the database's advisory locks, held while the first keys are
     * made.
     */
    private static final long BOOTSTRAP_LOCK = 0x776D5F6B657973L;

    /** Ended ones for a while, so that whoever comes with one is told what became of it. */
    private static final String KEYS =
            "SELECT k.hash, f.hash AS former_hash, f.ends_at AS former_ends_at,"
                    + Rows.RIGHT
                    + Rows.KEYS_IN_PLACE
                    + """
                     LEFT JOIN former_secret f ON f.key_id = k.id
                    WHERE coalesce(least(k.revoked_at, k.expires_at, a.ended_at, p.ended_at, o.ended_at), now())
                          > now() - interval '30 days'
                    """;

    private static final String REVISION = "SELECT revision FROM identity_revision";
    private static final String LOCK = "SELECT pg_advisory_xact_lock($1)";
    private static final String ANY_KEY = "SELECT 1 FROM api_key LIMIT 1";
    private static final String INSERT_ORGANIZATION =
            "INSERT INTO organization (id, name) VALUES ($1, $1) ON CONFLICT DO NOTHING";
    private static final String INSERT_PROJECT =
            """
            INSERT INTO project (id, organization_id, name) VALUES ($1, $2, $1) ON CONFLICT DO NOTHING
            """;
    private static final String INSERT_KEY =
            """
            INSERT INTO api_key (id, project_id, name, hash, prefix, last_four, scopes)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """;

    private final Pool pool;

    PostgresKeys(Pool pool) {
        this.pool = pool;
    }

    /** Changes whenever a key does. */
    Future<Long> revision() {
        return pool.query(REVISION)
                .execute()
                .map(rows -> rows.iterator().next().getLong("revision"));
    }

    /** Every key. */
    Future<KeySet> load(KeyHasher hasher) {
        return pool.query(KEYS)
                .execute()
                .map(
                        rows -> {
                            Map<KeyHash, KeyRecord> keys = new HashMap<>();
                            for (Row row : rows) {
                                put(keys, row, hasher);
                            }
                            return new KeySet(keys);
                        });
    }

    private static void put(Map<KeyHash, KeyRecord> keys, Row row, KeyHasher hasher) {
        Right right = Rows.right(row);
        keys.put(hash(row, "hash"), record(row, right, hasher));
        OptionalLong ends = Rows.instant(row, "former_ends_at");
        if (ends.isPresent()) {
            long until = Math.min(ends.getAsLong(), right.expiresAtUs().orElse(Long.MAX_VALUE));
            Right former =
                    new Right(
                            right.place(), right.scopes(), right.bounds(), OptionalLong.of(until));
            keys.put(hash(row, "former_hash"), record(row, former, hasher));
        }
    }

    private static KeyHash hash(Row row, String column) {
        return new KeyHash(row.getBuffer(column).getBytes());
    }

    private static KeyRecord record(Row row, Right right, KeyHasher hasher) {
        return new KeyRecord(
                row.getString("id"),
                right,
                Rows.ended(row),
                TenantSalt.of(hasher.salt(right.place().projectId())));
    }

    /** A key to be stored. */
    record NewKey(String projectId, String name, KeyText text, Set<Scope> scopes) {}

    /**
     * Makes organization, project and {@code keys} when there is no key at all; false when there
     * was one. What is made counts only once {@code keep} has completed.
     */
    Future<Boolean> bootstrap(
            String organization,
            String project,
            Iterable<NewKey> keys,
            KeyHasher hasher,
            Supplier<Future<Void>> keep) {
        return pool.<Boolean>withTransaction(
                        connection ->
                                lockAndCreate(connection, organization, project, keys, hasher)
                                        .compose(
                                                created ->
                                                        created
                                                                ? keep.get().map(true)
                                                                : Future.succeededFuture(false)))
                .map(Boolean.TRUE::equals);
    }

    private static Future<Boolean> lockAndCreate(
            SqlConnection connection,
            String organization,
            String project,
            Iterable<NewKey> keys,
            KeyHasher hasher) {
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(BOOTSTRAP_LOCK))
                .compose(_ -> connection.query(ANY_KEY).execute())
                .compose(
                        rows ->
                                rows.size() > 0
                                        ? Future.succeededFuture(false)
                                        : create(connection, organization, project, keys, hasher));
    }

    private static Future<Boolean> create(
            SqlConnection connection,
            String organization,
            String project,
            Iterable<NewKey> keys,
            KeyHasher hasher) {
        Future<?> chain =
                connection
                        .preparedQuery(INSERT_ORGANIZATION)
                        .execute(Tuple.of(organization))
                        .compose(
                                _ ->
                                        connection
                                                .preparedQuery(INSERT_PROJECT)
                                                .execute(Tuple.of(project, organization)));
        for (NewKey key : keys) {
            chain = chain.compose(_ -> insert(connection, key, hasher));
        }
        return chain.map(true);
    }

    private static Future<?> insert(SqlConnection connection, NewKey key, KeyHasher hasher) {
        return connection
                .preparedQuery(INSERT_KEY)
                .execute(
                        Tuple.of(
                                UuidCreator.getTimeOrderedEpoch().toString(),
                                key.projectId(),
                                key.name(),
                                Buffer.buffer(hasher.hash(key.text()).bytes()),
                                key.text().prefix(),
                                key.text().lastFour(),
                                key.scopes().stream()
                                        .map(Scope::text)
                                        .sorted()
                                        .toArray(String[]::new)));
    }
}
