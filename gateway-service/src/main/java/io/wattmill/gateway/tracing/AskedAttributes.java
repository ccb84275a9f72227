// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tracing;

import static io.opentelemetry.api.common.AttributeKey.doubleKey;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.wattmill.gateway.dialect.EngineRequest;
import io.wattmill.gateway.telemetry.RequestParameters;

/** What a span says of what was asked. */
final class AskedAttributes {

    /** Before the name of a number that a request may have, for example {@code temperature}. */
    private static final String REQUEST = "gen_ai.request.";

    private AskedAttributes() {}

    static void put(Span span, Asked asked) {
        EngineRequest request = asked.request();
        span.setAttribute(SpanAttributes.OPERATION, asked.operation().text());
        span.setAttribute(SpanAttributes.MODEL, request.model());
        span.setAttribute(SpanAttributes.STREAM, request.stream());
        if (!request.output().isNone()) {
            request.maxOutputTokens()
                    .ifPresent(most -> span.setAttribute(SpanAttributes.MAX_TOKENS, most));
        }
        if (request.output().choices() > 1) {
            span.setAttribute(SpanAttributes.CHOICES, (long) request.output().choices());
        }
        put(span, SpanAttributes.SERVICE_TIER, request.serviceTier());
        parameters(span, RequestParameters.of(request.body(), request.members()));
        who(span, asked);
    }

    private static void parameters(Span span, RequestParameters said) {
        put(span, SpanAttributes.OUTPUT_TYPE, said.outputType());
        said.seed().ifPresent(seed -> span.setAttribute(SpanAttributes.SEED, seed));
        said.numbers()
                .forEach((name, value) -> span.setAttribute(doubleKey(REQUEST + name), value));
    }

    private static void who(Span span, Asked asked) {
        put(span, SpanAttributes.ORGANIZATION, asked.principal().getOrganizationId());
        put(span, SpanAttributes.PROJECT, asked.principal().getProjectId());
        put(span, SpanAttributes.AGENT_ID, asked.principal().getAgentId());
        put(span, SpanAttributes.AGENT_NAME, asked.work().getAgent());
        put(span, SpanAttributes.CONVERSATION, asked.work().getSessionId());
        put(span, SpanAttributes.RUN, asked.work().getRunId());
        put(span, SpanAttributes.PARENT, asked.work().getParentId());
        put(span, SpanAttributes.TIER, asked.work().getTier());
    }

    private static void put(Span span, AttributeKey<String> key, String text) {
        if (!text.isEmpty()) {
            span.setAttribute(key, text);
        }
    }
}
