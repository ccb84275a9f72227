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
import io.wattmill.gateway.identity.Scope;
import io.wattmill.gateway.identity.TenantSalt;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The keys in PostgreSQL, schema {@code gateway}. */
final class PostgresKeys {

    /**
     * Any constant: one number of the database's advisory locks, held while the first keys are
     * made.
     */
    private static final long BOOTSTRAP_LOCK = 0x776D5F6B657973L;

    private static final String KEYS =
            """
            SELECT k.id, k.hash, k.scopes, k.revoked_at IS NOT NULL AS revoked, k.expires_at,
                   p.id AS project_id, p.organization_id
            FROM api_key k JOIN project p ON p.id = k.project_id
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
        return pool.query("SELECT revision FROM identity_revision")
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
                                keys.put(
                                        new KeyHash(row.getBuffer("hash").getBytes()),
                                        record(row, hasher));
                            }
                            return new KeySet(keys);
                        });
    }

    private static KeyRecord record(Row row, KeyHasher hasher) {
        String project = row.getString("project_id");
        return new KeyRecord(
                row.getString("id"),
                row.getString("organization_id"),
                project,
                scopes(row.getArrayOfStrings("scopes")),
                instant(row.getOffsetDateTime("expires_at")),
                row.getBoolean("revoked"),
                TenantSalt.of(hasher.salt(project)));
    }

    private static Set<Scope> scopes(String[] texts) {
        return Arrays.stream(texts)
                .map(Scope::of)
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static OptionalLong instant(@Nullable OffsetDateTime time) {
        return time == null
                ? OptionalLong.empty()
                : OptionalLong.of(ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant()));
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
                .preparedQuery("SELECT pg_advisory_xact_lock($1)")
                .execute(Tuple.of(BOOTSTRAP_LOCK))
                .compose(_ -> connection.query("SELECT 1 FROM api_key LIMIT 1").execute())
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
                        .preparedQuery(
                                "INSERT INTO organization (id, name) VALUES ($1, $1) ON CONFLICT DO"
                                        + " NOTHING")
                        .execute(Tuple.of(organization))
                        .compose(
                                _ ->
                                        connection
                                                .preparedQuery(
                                                        "INSERT INTO project (id, organization_id,"
                                                                + " name) VALUES ($1, $2, $1) ON"
                                                                + " CONFLICT DO NOTHING")
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
