// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.keys;

import com.github.f4b6a3.uuid.UuidCreator;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.wattmill.gateway.identity.Delegation;
import io.wattmill.gateway.identity.KeyHasher;
import io.wattmill.gateway.identity.KeyRecord;
import io.wattmill.gateway.identity.KeyText;
import io.wattmill.gateway.identity.Place;
import io.wattmill.gateway.identity.Right;
import io.wattmill.gateway.identity.Scope;
import io.wattmill.gateway.tenancy.KeyChange;
import io.wattmill.gateway.tenancy.KeyOrder;
import io.wattmill.gateway.tenancy.Listing;
import io.wattmill.gateway.tenancy.Refusal;
import io.wattmill.gateway.tenancy.Rotation;
import io.wattmill.gateway.tenancy.View;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Keys. A future that fails with {@link Refused} says why something is not done. Whatever gives
 * somebody a right asks {@link Delegation} first.
 */
public final class ApiKeys {

    private static final String KIND = "key";
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
    private static final String AGENT =
            "SELECT ended_at FROM agent WHERE id = $1 AND project_id = $2 FOR SHARE";
    private static final String COUNT =
            "SELECT count(*) AS n" + Rows.KEYS_IN_PLACE + "WHERE k.project_id = $1 AND" + Rows.LIVE;
    private static final String INSERT =
            """
            INSERT INTO api_key (id, project_id, agent_id, name, hash, prefix, last_four, scopes, allowed_models,
                                 ip_ranges, data_zone, no_log, expires_at, created_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::text[]::cidr[], $11, $12, $13, $14)
            """;
    private static final String CHANGE =
            """
            UPDATE api_key SET allowed_models = $2, ip_ranges = $3::text[]::cidr[], data_zone = $4, no_log = $5,
                               expires_at = $6
            WHERE id = $1
            """;
    private static final String REVOKE =
            "UPDATE api_key SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL";
    private static final String FORGET = "DELETE FROM former_secret WHERE key_id = $1";
    private static final String KEEP =
            """
            INSERT INTO former_secret (key_id, hash, ends_at) SELECT id, hash, $2 FROM api_key WHERE id = $1
            """;
    private static final String RENEW =
            """
            UPDATE api_key SET hash = $2, prefix = $3, last_four = $4, rotated_at = now() WHERE id = $1
            """;

    private final Pool pool;
    private final Changes changes;
    private final Ids ids;
    private final Supplier<KeyHasher> hasher;
    private final IdentityConfig config;

    ApiKeys(
            Pool pool,
            Changes changes,
            Ids ids,
            Supplier<KeyHasher> hasher,
            IdentityConfig config) {
        this.pool = pool;
        this.changes = changes;
        this.ids = ids;
        this.hasher = hasher;
        this.config = config;
    }

    /**
     * A key and its secret, which is told this once.
     *
     * @param secret never stored and never logged
     */
    public record Made(View.Key key, KeyText secret) {}

    /** A page, and one more when there is another page. */
    public Future<List<View.Key>> list(KeyRecord asker, Listing listing) {
        return pool.preparedQuery(LIST)
                .execute(Within.of(asker.right().reach()).with(listing))
                .map(rows -> Rows.all(rows, ApiKeys::view));
    }

    /** One of them. */
    public Future<View.Key> read(KeyRecord asker, String id) {
        return find(pool, asker.right(), id);
    }

    /** Makes one. */
    public Future<Made> create(KeyRecord asker, KeyOrder order) {
        String project = order.project().orElse(asker.projectId());
        Optional<String> agent = order.agent().or(() -> asker.right().place().agentId());
        return changes.run(
                asker.keyId(),
                (connection, own) ->
                        Places.project(connection, own, project)
                                .compose(
                                        organization ->
                                                insert(
                                                        connection,
                                                        asker,
                                                        own,
                                                        order,
                                                        new Place(organization, project, agent))));
    }

    private Future<Made> insert(
            SqlConnection connection, KeyRecord asker, Right own, KeyOrder order, Place place) {
        Right wish = new Right(place, order.scopes(), order.bounds(), order.expiresAtUs());
        String id = UuidCreator.getTimeOrderedEpoch().toString();
        KeyText secret = KeyText.create(kind(wish), ids.secret());
        return within(Delegation.refusal(own, wish))
                .compose(_ -> openAgent(connection, place))
                .compose(_ -> room(connection, place.projectId()))
                .compose(
                        _ ->
                                connection
                                        .preparedQuery(INSERT)
                                        .execute(row(id, wish, order, secret, asker)))
                .compose(_ -> find(connection, own, id))
                .map(key -> new Made(key, secret));
    }

    private static KeyText.Kind kind(Right right) {
        return right.scopes().contains(Scope.ADMIN) ? KeyText.Kind.ADMIN : KeyText.Kind.DEV;
    }

    private static Future<Void> within(Optional<Delegation.Beyond> refusal) {
        return refusal.<Future<Void>>map(beyond -> Refused.future(Refusal.beyond(beyond)))
                .orElseGet(Future::succeededFuture);
    }

    private static Future<Void> openAgent(SqlConnection connection, Place place) {
        return place.agentId()
                .map(
                        id ->
                                connection
                                        .preparedQuery(AGENT)
                                        .execute(Tuple.of(id, place.projectId()))
                                        .compose(rows -> Places.opened(rows, "agent", id)))
                .orElseGet(Future::succeededFuture);
    }

    private Future<Void> room(SqlConnection connection, String project) {
        return Counts.below(
                connection.preparedQuery(COUNT).execute(Tuple.of(project)),
                config.maxKeysPerProject(),
                "keys",
                "gateway.identity.max-keys-per-project");
    }

    private Tuple row(String id, Right right, KeyOrder order, KeyText secret, KeyRecord asker) {
        return Tuple.of(id, right.place().projectId())
                .addValue(right.place().agentId().orElse(null))
                .addString(order.name())
                .addBuffer(hash(secret))
                .addString(secret.prefix())
                .addString(secret.lastFour())
                .addArrayOfString(
                        right.scopes().stream().map(Scope::text).sorted().toArray(String[]::new))
                .addArrayOfString(models(right))
                .addArrayOfString(ranges(right))
                .addValue(right.bounds().zone().orElse(null))
                .addBoolean(right.bounds().noLog())
                .addValue(Rows.time(right.expiresAtUs()))
                .addString(asker.keyId());
    }

    private Buffer hash(KeyText secret) {
        return Buffer.buffer(hasher.get().hash(secret).bytes());
    }

    private static String[] models(Right right) {
        return right.bounds().models().stream().sorted().toArray(String[]::new);
    }

    private static String[] ranges(Right right) {
        return right.bounds().ranges().stream().map(Object::toString).toArray(String[]::new);
    }

    /** Changes what one is confined to and when it expires. */
    public Future<View.Key> change(KeyRecord asker, String id, KeyChange change) {
        return changes.runKeepingAnAdmin(
                asker.keyId(),
                (connection, own) ->
                        hold(connection, own, id)
                                .map(key -> changed(key.right(), change))
                                .compose(
                                        right ->
                                                within(Delegation.refusal(own, right))
                                                        .compose(_ -> put(connection, id, right)))
                                .compose(_ -> find(connection, own, id)));
    }

    private static Right changed(Right right, KeyChange change) {
        return new Right(
                right.place(),
                right.scopes(),
                change.appliedTo(right.bounds()),
                change.expiry(right.expiresAtUs()));
    }

    private static Future<?> put(SqlConnection connection, String id, Right right) {
        return connection
                .preparedQuery(CHANGE)
                .execute(
                        Tuple.of(id)
                                .addArrayOfString(models(right))
                                .addArrayOfString(ranges(right))
                                .addValue(right.bounds().zone().orElse(null))
                                .addBoolean(right.bounds().noLog())
                                .addValue(Rows.time(right.expiresAtUs())));
    }

    /**
     * Gives one a new secret. The one that it has goes on opening it for the overlap; one from an
     * earlier rotation ends now.
     */
    public Future<Made> rotate(KeyRecord asker, String id, Rotation rotation) {
        Duration overlap = rotation.overlap().orElse(config.rotationOverlap());
        return changes.run(
                asker.keyId(),
                (connection, own) ->
                        live(hold(connection, own, id))
                                .compose(
                                        key ->
                                                within(Delegation.refusal(own, key.right()))
                                                        .map(key))
                                .compose(key -> renew(connection, own, key, overlap)));
    }

    private Future<Made> renew(
            SqlConnection connection, Right own, View.Key key, Duration overlap) {
        KeyText secret = KeyText.create(kind(key.right()), ids.secret());
        return connection
                .preparedQuery(FORGET)
                .execute(Tuple.of(key.id()))
                .compose(_ -> keep(connection, key.id(), overlap))
                .compose(
                        _ ->
                                connection
                                        .preparedQuery(RENEW)
                                        .execute(
                                                Tuple.of(
                                                        key.id(),
                                                        hash(secret),
                                                        secret.prefix(),
                                                        secret.lastFour())))
                .compose(_ -> find(connection, own, key.id()))
                .map(renewed -> new Made(renewed, secret));
    }

    private Future<?> keep(SqlConnection connection, String id, Duration overlap) {
        long endsAtUs = changes.nowUs() + TimeUnit.MILLISECONDS.toMicros(overlap.toMillis());
        return overlap.isZero()
                ? Future.succeededFuture()
                : connection.preparedQuery(KEEP).execute(Tuple.of(id, Rows.time(endsAtUs)));
    }

    /** Ends one, whatever its secret. */
    public Future<View.Key> revoke(KeyRecord asker, String id) {
        return changes.runKeepingAnAdmin(
                asker.keyId(),
                (connection, own) ->
                        hold(connection, own, id)
                                .compose(key -> within(Delegation.refusalToEnd(own, key.right())))
                                .compose(
                                        _ -> connection.preparedQuery(REVOKE).execute(Tuple.of(id)))
                                .compose(
                                        _ -> connection.preparedQuery(FORGET).execute(Tuple.of(id)))
                                .compose(_ -> find(connection, own, id)));
    }

    private static Future<View.Key> live(Future<View.Key> found) {
        return found.compose(
                key ->
                        key.revokedAtUs().isEmpty()
                                ? Future.succeededFuture(key)
                                : Refused.future(
                                        Refusal.conflict(
                                                KIND, "The key was revoked; make another one.")));
    }

    private static Future<View.Key> hold(SqlConnection connection, Right own, String id) {
        return connection
                .preparedQuery(HOLD)
                .execute(Tuple.of(id))
                .compose(_ -> find(connection, own, id));
    }

    private static Future<View.Key> find(SqlClient client, Right own, String id) {
        return client.preparedQuery(ONE)
                .execute(Tuple.of(id))
                .compose(
                        rows ->
                                Rows.one(
                                        rows,
                                        ApiKeys::view,
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
}
