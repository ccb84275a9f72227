// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.vertx.core.MultiMap;
import io.wattmill.gateway.identity.Scope;
import io.wattmill.gateway.policy.Access;
import io.wattmill.gateway.policy.Route;
import io.wattmill.gateway.telemetry.TraceContext;
import io.wattmill.gateway.tracing.Arrival;
import io.wattmill.gateway.tracing.RequestTrace;
import io.wattmill.gateway.tracing.Tracing;

import org.slf4j.spi.LoggingEventBuilder;

import java.util.Optional;

/** A call's trace at the front door: where it begins and ends, and what the log says of it. */
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
        Optional<TraceContext> caller = caller(call.request().headers());
        if (caller.isEmpty() && !tracing.isRecording()) {
            return;
        }
        Arrival arrival =
                new Arrival(call.reply().requestId(), call.method(), route.path().text(), caller);
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
        if (call.trace() != RequestTrace.NONE) {
            boolean told = call.reply().isCommitted();
            call.trace().ended(told ? Optional.of(call.reply().status()) : Optional.empty());
        }
    }

    /** A line of the log, with the id of the trace where there is one. */
    static LoggingEventBuilder named(LoggingEventBuilder line, Call call) {
        String trace = call.trace().traceId();
        return trace.isEmpty() ? line : line.addKeyValue("trace_id", trace);
    }
}
