// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.contract.placement.v1.Placed;
import io.wattmill.gateway.telemetry.GenAi;
import io.wattmill.gateway.wire.Slice;

import java.net.URI;

/** The span of what engines do for a request, and one below it for each attempt. */
final class RecordedOperation implements OperationTrace {

    private static final String RETRY = "wattmill.retry";

    private final RecordedRequest request;
    private final Asked asked;
    private final Span span;
    private final Told told;
    private Span attempt = Span.getInvalid();

    /** Calls so far; the attempts' numbers also count what was placed and not called. */
    private int attempts;

    private String answering = "";
    private String lastError = "";

    RecordedOperation(RecordedRequest request, Asked asked, ContentBounds content) {
        this.request = request;
        this.asked = asked;
        String model = asked.request().model();
        this.span = start(asked.operation().text() + " " + model, request.context()).startSpan();
        AskedAttributes.put(span, asked);
        span.setAttribute(SpanAttributes.PROVIDER, GenAi.WATTMILL);
        span.setAttribute(SpanAttributes.ADMISSION_WAIT, request.waitedMs());
        this.told = Told.of(span, asked.request(), content);
    }

    private SpanBuilder start(String name, Context parent) {
        return request.tracer().spanBuilder(name).setSpanKind(SpanKind.CLIENT).setParent(parent);
    }

    @Override
    public void attempt(int number, Placed placed, String model) {
        retried(placed);
        attempts++;
        answering = placed.getUpstreamModel().isEmpty() ? model : placed.getUpstreamModel();
        attempt =
                start("POST " + asked.request().path(), Context.root().with(span))
                        .setAttribute(SpanAttributes.METHOD, "POST")
                        .setAttribute(SpanAttributes.ATTEMPT, (long) number)
                        .startSpan();
        if (attempts > 1) {
            attempt.setAttribute(SpanAttributes.RESENT, attempts - 1L);
        }
        where(attempt, placed);
        where(span, placed);
        span.setAttribute(SpanAttributes.PROVIDER, placed.getEngineKind());
        if (!model.equals(asked.request().model())) {
            span.setAttribute(SpanAttributes.FALLBACK_FROM, asked.request().model());
        }
        request.calls(attempt.getSpanContext());
    }

    private void retried(Placed placed) {
        if (!lastError.isEmpty()) {
            span.addEvent(
                    RETRY,
                    Attributes.of(
                            SpanAttributes.ERROR_TYPE,
                            lastError,
                            SpanAttributes.NODE,
                            placed.getNodeId()));
        }
    }

    private static void where(Span target, Placed placed) {
        URI engine = URI.create(placed.getUrl());
        target.setAttribute(SpanAttributes.NODE, placed.getNodeId());
        target.setAttribute(SpanAttributes.ENGINE, placed.getEngineId());
        if (engine.getHost() != null) {
            target.setAttribute(SpanAttributes.ADDRESS, engine.getHost());
        }
        if (engine.getPort() > 0) {
            target.setAttribute(SpanAttributes.PORT, (long) engine.getPort());
        }
    }

    @Override
    public void firstOutput(double seconds) {
        span.setAttribute(SpanAttributes.FIRST_CHUNK, seconds);
    }

    @Override
    public void said(Slice document) {
        told.said(document);
    }

    @Override
    public void attemptFailed(String errorType, int httpStatus) {
        lastError = errorType;
        if (httpStatus > 0) {
            attempt.setAttribute(SpanAttributes.STATUS, (long) httpStatus);
        }
        end(attempt, errorType, true);
        attempt = Span.getInvalid();
    }

    @Override
    public void ended(UsageRecord record, String errorType) {
        boolean left = record.getOutcome() == Outcome.OUTCOME_ABORTED;
        boolean well = record.getOutcome() == Outcome.OUTCOME_COMPLETED;
        if (well) {
            attempt.setAttribute(SpanAttributes.STATUS, 200L);
        }
        end(attempt, errorType, !left);
        if (attempts > 0) {
            span.setAttribute(SpanAttributes.RESPONSE_MODEL, answering);
            span.setAttribute(SpanAttributes.ATTEMPTS, (long) attempts);
        }
        UsageAttributes.put(span, record);
        told.end(span);
        end(span, errorType, !left);
        if (!left && !errorType.isEmpty()) {
            request.failed(errorType);
        }
    }

    /** A caller that leaves is no fault: its span has a type of error and no status of one. */
    private static void end(Span target, String errorType, boolean fault) {
        if (!errorType.isEmpty()) {
            target.setAttribute(SpanAttributes.ERROR_TYPE, errorType);
            if (fault) {
                target.setStatus(StatusCode.ERROR);
            }
        }
        target.end();
    }
}
