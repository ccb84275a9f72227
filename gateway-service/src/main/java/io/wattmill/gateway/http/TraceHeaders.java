// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.vertx.core.MultiMap;
import io.wattmill.gateway.identity.Scope;
import io.wattmill.gateway.policy.Access;
import io.wattmill.gateway.policy.Route;
import io.wattmill.gateway.telemetry.TraceContext;
import io.wattmill.gateway.tracing.Arrival;
import io.wattmill.gateway.tracing.Tracing;

import java.util.Optional;

/** The beginning and the end of a call's trace at the front door. */
final class TraceHeaders {

    private TraceHeaders() {}

    /**
     * Begins the trace of a call whose key is known: nobody else makes spans, and a scrape of
     * metrics is none of anybody's work.
     */
    static void begin(Tracing tracing, Call call, Route route) {
        if (isScrape(route)) {
            return;
        }
        Arrival arrival =
                new Arrival(
                        call.reply().requestId(),
                        call.method(),
                        route.path().text(),
                        caller(call.request().headers()));
        call.traced(
                call.key().bounds().noLog() ? tracing.unrecorded(arrival) : tracing.begin(arrival));
    }

    private static boolean isScrape(Route route) {
        return route.access() instanceof Access.Needs(Scope scope) && scope == Scope.METRICS;
    }

    private static Optional<TraceContext> caller(MultiMap headers) {
        return headers.get(TraceContext.PARENT) == null
                ? Optional.empty()
                : TraceContext.read(
                        headers.getAll(TraceContext.PARENT), headers.getAll(TraceContext.STATE));
    }

    /** Ends it; a caller that left before it was told a status was told none. */
    static void end(Call call) {
        call.trace()
                .ended(
                        call.reply().isCommitted()
                                ? Optional.of(call.reply().status())
                                : Optional.empty());
    }
}
