// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tracing;

import io.opentelemetry.api.trace.Span;
import io.wattmill.gateway.dialect.EngineRequest;
import io.wattmill.gateway.telemetry.Content;
import io.wattmill.gateway.telemetry.OutputMessages;
import io.wattmill.gateway.wire.Slice;

import java.util.List;
import java.util.Optional;

/**
 * What a span tells of what was said: nothing, unless the site opted in, and nothing of documents
 * that would keep an event loop for long.
 */
final class Told {

    private static final int MAX_DOCUMENT_BYTES = 1 << 20;

    private final Optional<OutputMessages> output;

    private Told(Optional<OutputMessages> output) {
        this.output = output;
    }

    static Told of(Span span, EngineRequest request, ContentBounds bounds) {
        if (!bounds.isTold() || request.body().length > MAX_DOCUMENT_BYTES) {
            return new Told(Optional.empty());
        }
        span.setAttribute(
                SpanAttributes.INPUT_MESSAGES, Content.input(request.body(), bounds.maxChars()));
        List<String> stops = Content.stops(request.body());
        if (!stops.isEmpty()) {
            span.setAttribute(SpanAttributes.STOPS, stops);
        }
        return new Told(Optional.of(new OutputMessages(bounds.maxChars())));
    }

    /** A document of the engine that holds output. */
    void said(Slice document) {
        if (output.isPresent() && document.length() <= MAX_DOCUMENT_BYTES) {
            output.get().add(document);
        }
    }

    void end(Span span) {
        output.ifPresent(
                messages -> span.setAttribute(SpanAttributes.OUTPUT_MESSAGES, messages.json()));
    }
}
