// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.keys;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.wattmill.gateway.identity.Right;
import io.wattmill.gateway.identity.Scope;
import io.wattmill.gateway.tenancy.Refusal;
import io.wattmill.kit.time.Clock;

import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs changes of identity, each in one transaction. In it the right of whoever asks is read again
 * and held: what a key may do is decided by what it is now, not by what a gateway remembers.
 */
final class Changes {

    private static final String ASKER =
            "SELECT" + Rows.RIGHT + Rows.KEYS_IN_PLACE + "WHERE k.id = $1 FOR SHARE OF k";
    private static final String LASTING_ADMINS =
            "SELECT count(*) AS n"
                    + Rows.KEYS_IN_PLACE
                    + "WHERE 'admin' = ANY (k.scopes) AND k.expires_at IS NULL AND"
                    + Rows.LIVE;
    private static final String BEYOND =
            "SELECT 1"
                    + Rows.KEYS_IN_PLACE
                    + """
                    WHERE ($1 = '' OR o.id = $1) AND ($2 = '' OR p.id = $2) AND ($3 = '' OR a.id = $3)
                          AND NOT k.scopes <@ $4 AND
                    """
                    + Rows.LIVE
                    + "LIMIT 1";

    private final Pool pool;
    private final Clock clock;
    private final Supplier<Future<Void>> announce;

    /** Changes over {@code pool}; {@code announce} tells everybody that there was one. */
    Changes(Pool pool, Clock clock, Supplier<Future<Void>> announce) {
        this.pool = pool;
        this.clock = clock;
        this.announce = announce;
    }

    long nowUs() {
        return clock.nowUs();
    }

    /** Does {@code work} as the key {@code askerId}; completes when this gateway knows of it. */
    <T> Future<T> run(String askerId, BiFunction<SqlConnection, Right, Future<T>> work) {
        return pool.<T>withTransaction(
                        connection ->
                                asker(connection, askerId)
                                        .compose(own -> work.apply(connection, own)))
                .compose(done -> announce.get().otherwiseEmpty().map(done));
    }

    /**
     * The same for what may end keys: a site keeps an admin key that never expires, if it has one.
     */
    <T> Future<T> runKeepingAnAdmin(
            String askerId, BiFunction<SqlConnection, Right, Future<T>> work) {
        return run(
                askerId,
                (connection, own) ->
                        admins(connection)
                                .compose(
                                        before ->
                                                work.apply(connection, own)
                                                        .compose(
                                                                done ->
                                                                        stillKept(
                                                                                connection,
                                                                                before,
                                                                                done))));
    }

    /**
     * Ends a place and every key in it; gives it as it is then.
     *
     * @param find what is to be ended, within the reach of whoever asks
     * @param end its statement
     */
    <T> Future<T> end(
            String askerId,
            Within place,
            BiFunction<SqlConnection, Right, Future<T>> find,
            Function<SqlConnection, Future<?>> end) {
        return runKeepingAnAdmin(
                askerId,
                (connection, own) ->
                        find.apply(connection, own)
                                .compose(_ -> noneBeyond(connection, own, place))
                                .compose(_ -> end.apply(connection))
                                .compose(_ -> find.apply(connection, own)));
    }

    private Future<Right> asker(SqlConnection connection, String id) {
        return connection
                .preparedQuery(ASKER)
                .execute(Tuple.of(id))
                .compose(
                        rows ->
                                Rows.first(rows, row -> row)
                                        .filter(row -> Rows.ended(row).isEmpty())
                                        .map(Rows::right)
                                        .filter(right -> isLive(right))
                                        .map(Future::succeededFuture)
                                        .orElseGet(Changes::nobody));
    }

    private boolean isLive(Right right) {
        return right.expiresAtUs().orElse(Long.MAX_VALUE) > clock.nowUs();
    }

    private static Future<Right> nobody() {
        return Refused.future(
                new Refusal(
                        Refusal.Kind.BEYOND, "authorization", "The key that asks was just ended."));
    }

    private static Future<Long> admins(SqlConnection connection) {
        return connection
                .query(LASTING_ADMINS)
                .execute()
                .map(rows -> rows.iterator().next().getLong("n"));
    }

    private static <T> Future<T> stillKept(SqlConnection connection, long before, T done) {
        return admins(connection)
                .compose(
                        after ->
                                before > 0 && after == 0
                                        ? Refused.future(
                                                Refusal.conflict(
                                                        "scopes",
                                                        "The site would be left without an admin"
                                                                + " key that never expires; make"
                                                                + " another one first."))
                                        : Future.succeededFuture(done));
    }

    /** Refuses to end a place in which a live key has a scope that {@code own} has not. */
    private static Future<Void> noneBeyond(SqlConnection connection, Right own, Within place) {
        String[] scopes =
                Arrays.stream(Scope.values())
                        .filter(own::may)
                        .map(Scope::text)
                        .toArray(String[]::new);
        return connection
                .preparedQuery(BEYOND)
                .execute(Tuple.of(place.organization(), place.project(), place.agent(), scopes))
                .compose(
                        rows ->
                                rows.size() == 0
                                        ? Future.succeededFuture()
                                        : Refused.future(
                                                new Refusal(
                                                        Refusal.Kind.BEYOND,
                                                        "scopes",
                                                        "There is a key in it with scopes that"
                                                                + " yours lacks; revoke that one"
                                                                + " first, or ask an admin.")));
    }
}
