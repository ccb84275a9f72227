// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.keys;

import com.github.f4b6a3.uuid.UuidCreator;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
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
        return KeyRows.list(pool, asker.right(), listing);
    }

    /** One of them. */
    public Future<View.Key> read(KeyRecord asker, String id) {
        return KeyRows.find(pool, asker.right(), id);
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
                .compose(_ -> KeyRows.find(connection, own, id))
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
                .addArrayOfString(KeyRows.models(right))
                .addArrayOfString(KeyRows.ranges(right))
                .addValue(right.bounds().zone().orElse(null))
                .addBoolean(right.bounds().noLog())
                .addValue(Rows.time(right.expiresAtUs()))
                .addString(asker.keyId());
    }

    private Buffer hash(KeyText secret) {
        return Buffer.buffer(hasher.get().hash(secret).bytes());
    }

    /** Changes what one is confined to and when it expires. */
    public Future<View.Key> change(KeyRecord asker, String id, KeyChange change) {
        return changes.runKeepingAnAdmin(
                asker.keyId(),
                (connection, own) ->
                        KeyRows.hold(connection, own, id)
                                .map(key -> changed(key.right(), change))
                                .compose(
                                        right ->
                                                within(Delegation.refusal(own, right))
                                                        .compose(_ -> put(connection, id, right)))
                                .compose(_ -> KeyRows.find(connection, own, id)));
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
                                .addArrayOfString(KeyRows.models(right))
                                .addArrayOfString(KeyRows.ranges(right))
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
                        live(KeyRows.hold(connection, own, id))
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
                .compose(_ -> KeyRows.find(connection, own, key.id()))
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
                        KeyRows.hold(connection, own, id)
                                .compose(key -> within(Delegation.refusalToEnd(own, key.right())))
                                .compose(
                                        _ -> connection.preparedQuery(REVOKE).execute(Tuple.of(id)))
                                .compose(
                                        _ -> connection.preparedQuery(FORGET).execute(Tuple.of(id)))
                                .compose(_ -> KeyRows.find(connection, own, id)));
    }

    private static Future<View.Key> live(Future<View.Key> found) {
        return found.compose(
                key ->
                        key.revokedAtUs().isEmpty()
                                ? Future.succeededFuture(key)
                                : Refused.future(
                                        Refusal.conflict(
                                                KeyRows.KIND,
                                                "The key was revoked; make another one.")));
    }
}
