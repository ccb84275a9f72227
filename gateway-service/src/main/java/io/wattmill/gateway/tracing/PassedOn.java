// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tracing;

import io.wattmill.gateway.telemetry.SpanIds;
import io.wattmill.gateway.telemetry.TraceContext;

import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A request that is not recorded here: the trace that it came with goes on to whom it calls, under
 * a span id of each call. One that came with none says none, for a trace that nobody records would
 * keep engines from recording theirs.
 *
 * @param requestId the request's id
 * @param caller the trace that it came with
 */
record PassedOn(String requestId, Optional<TraceContext> caller) implements RequestTrace {

    @Override
    public String traceId() {
        return caller.map(TraceContext::traceId).orElse("");
    }

    @Override
    public void tell(int call, BiConsumer<String, String> header) {
        if (caller.isPresent()) {
            tell(caller.get().from(SpanIds.of(requestId, call)), header);
        }
    }

    static void tell(TraceContext context, BiConsumer<String, String> header) {
        header.accept(TraceContext.PARENT, context.parent());
        if (!context.state().members().isEmpty()) {
            header.accept(TraceContext.STATE, context.state().text());
        }
    }
}
