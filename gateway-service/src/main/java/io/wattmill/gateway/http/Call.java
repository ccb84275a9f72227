// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.vertx.core.http.HttpServerRequest;
import io.wattmill.gateway.identity.KeyRecord;
import io.wattmill.gateway.policy.Route;
import io.wattmill.gateway.reply.Reply;
import io.wattmill.gateway.wire.ApiError;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Optional;

/** One call on its way through the front door. */
final class Call {

    private static final Logger LOG = LoggerFactory.getLogger(Call.class);

    private final HttpServerRequest request;
    private final Reply reply;
    private final long arrivedNanos;
    private Optional<Route> route = Optional.empty();
    private Optional<KeyRecord> key = Optional.empty();

    Call(HttpServerRequest request, Reply reply, long arrivedNanos) {
        this.request = request;
        this.reply = reply;
        this.arrivedNanos = arrivedNanos;
    }

    /** Runs {@code work}; whatever it throws becomes an answer and a line in the log. */
    void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("request_id", reply.requestId())
                    .setCause(e)
                    .log("request failed");
            reply.error(
                    ApiError.internal(
                            "The gateway failed; quote the x-request-id when you ask why."));
        }
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

    /** Who asks; only on routes that need a key. */
    KeyRecord key() {
        return key.orElseThrow();
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
