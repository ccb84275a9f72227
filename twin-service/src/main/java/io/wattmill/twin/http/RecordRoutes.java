// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.http;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import io.wattmill.twin.store.RunQueue;

import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the routes of plans and of runs share: a record that may be off, ids, and who may write. */
final class RecordRoutes {
    private static final int MAX_LISTED = 1_000;
    private static final int LISTED = 100;

    private final Supplier<Optional<RunQueue>> runs;

    RecordRoutes(Supplier<Optional<RunQueue>> runs) {
        this.runs = runs;
    }

    /** Whoever may plan may read; where nothing is kept says so. */
    void read(RoutingContext context, Consumer<RunQueue> then) {
        runs.get()
                .ifPresentOrElse(
                        then,
                        () ->
                                Replies.refuse(
                                        context,
                                        503,
                                        "runs_off",
                                        "This twin keeps no plans and runs; set twin.runs.enabled"
                                                + " and twin.postgres. Plans are checked all the"
                                                + " same."));
    }

    /** Only administrators write. */
    void write(RoutingContext context, Consumer<RunQueue> then) {
        if (SealedCaller.isAdmin(context)) {
            read(context, then);
        } else {
            Replies.refuse(context, 403, "forbidden", "This takes the scope 'admin'.");
        }
    }

    /** The id in the path; a text that is none is of nothing. */
    static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Finds what an id of the path names, and goes on with it. */
    static <T> void found(
            RoutingContext context,
            Optional<UUID> id,
            Function<UUID, Future<Optional<T>>> find,
            BiConsumer<RoutingContext, T> then) {
        id.map(find)
                .orElse(Future.succeededFuture(Optional.empty()))
                .onSuccess(
                        each ->
                                each.ifPresentOrElse(
                                        one -> then.accept(context, one),
                                        () -> Replies.notFound(context)))
                .onFailure(context::fail);
    }

    /** How many to list: the query's {@code limit}, within bounds. */
    static int limit(RoutingContext context) {
        var asked = Optional.ofNullable(context.request().getParam("limit"));
        try {
            return asked.map(Integer::parseInt)
                    .map(limit -> Math.clamp(limit, 1, MAX_LISTED))
                    .orElse(LISTED);
        } catch (NumberFormatException _) {
            return LISTED;
        }
    }
}
