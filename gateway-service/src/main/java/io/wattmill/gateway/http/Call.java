// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.vertx.core.http.HttpServerRequest;
import io.wattmill.gateway.identity.KeyRecord;
import io.wattmill.gateway.identity.Scope;
import io.wattmill.gateway.policy.Access;
import io.wattmill.gateway.policy.Route;
import io.wattmill.gateway.reply.Reply;
import io.wattmill.gateway.tracing.RequestTrace;
import io.wattmill.gateway.wire.ApiError;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One call on its way through the front door. */
final class Call {

    private static final Logger LOG = LoggerFactory.getLogger(Call.class);

    private final HttpServerRequest request;
    private final Reply reply;
    private final long arrivedNanos;
    private Optional<Route> route = Optional.empty();
    private Optional<KeyRecord> key = Optional.empty();
    private RequestTrace trace = RequestTrace.NONE;
    private final List<Runnable> held = new ArrayList<>(2);

    Call(HttpServerRequest request, Reply reply, long arrivedNanos) {
        this.request = request;
        this.reply = reply;
        this.arrivedNanos = arrivedNanos;
    }

    /**
     * Runs {@code work}; whatever it throws becomes an answer and a line in the log, and what is
     * held for the call is given back.
     */
    void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            TraceHeaders.named(LOG.atError().addKeyValue("request_id", reply.requestId()), this)
                    .setCause(e)
                    .log("request failed");
            giveBack();
            reply.error(
                    ApiError.internal(
                            "The gateway failed; quote the x-request-id when you ask why."));
        }
    }

    private void giveBack() {
        held.forEach(Runnable::run);
        held.clear();
    }

    /**
     * Something is held for the call, which {@code release} gives back should the call fail.
     * Whoever takes it gives it back at every other end: run a second time, {@code release} must do
     * nothing.
     */
    void holds(Runnable release) {
        held.add(release);
    }

    /**
     * Reads the body; {@code work} has it whole, or the caller has been told why not, or is gone.
     * The body is held for the call.
     */
    void body(BodyReader.Bounds bounds, Consumer<BodyOutcome.Whole> work) {
        BodyReader.read(
                request,
                bounds,
                outcome -> {
                    switch (outcome) {
                        case BodyOutcome.Whole whole -> {
                            holds(whole.release());
                            guarded(() -> work.accept(whole));
                        }
                        case BodyOutcome.Refused(ApiError error) -> reply.error(error);
                        case BodyOutcome.Gone() -> {}
                    }
                });
    }

    HttpServerRequest request() {
        return request;
    }

    Reply reply() {
        return reply;
    }

    long arrivedNanos() {
        return arrivedNanos;
    }

    void found(Route match) {
        route = Optional.of(match);
        reply.tellErrorsAs(match.errors());
    }

    void identified(KeyRecord record) {
        key = Optional.of(record);
    }

    void traced(RequestTrace place) {
        trace = place;
    }

    /** The request's place in a trace. */
    RequestTrace trace() {
        return trace;
    }

    /** Who asks; only on routes that need a key. */
    KeyRecord key() {
        return key.orElseThrow();
    }

    /**
     * Whether the key that asks wants no line of the access log. Whoever manages others is written
     * down all the same.
     */
    boolean isUnlogged() {
        return key.filter(record -> record.bounds().noLog()).isPresent()
                && route.filter(Call::isWork).isPresent();
    }

    private static boolean isWork(Route route) {
        return switch (route.access()) {
            case Access.Public() -> true;
            case Access.Needs(Scope scope) ->
                    switch (scope) {
                        case INFERENCE, USAGE, PLAN -> true;
                        case METRICS, KEYS, ORGANIZATION, ADMIN -> false;
                    };
        };
    }

    String method() {
        return request.method().name();
    }

    /** The request's path without query; empty for a request target that has none. */
    String path() {
        String path = request.path();
        return path == null ? "" : path;
    }

    /** Name of the route, for logs: never the path, which is the caller's text. */
    String route() {
        return route.map(Route::name).orElse("NONE");
    }

    String tenant() {
        return key.map(KeyRecord::projectId).orElse("");
    }

    String keyId() {
        return key.map(KeyRecord::keyId).orElse("");
    }
}
