// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.wattmill.kit.time.Ticker;

import java.util.Optional;
import java.util.function.BiConsumer;

/** A request whose spans go to the collector: the gateway's own is the parent of the rest. */
final class RecordedRequest implements RequestTrace {

    private static final int SERVER_FAULT = 500;

    private final Tracer tracer;
    private final Span span;
    private final Ticker ticker;
    private final ContentBounds content;
    private SpanContext calling;
    private String failure = "";
    private long askedNanos;
    private long waitedNanos;

    RecordedRequest(Tracer tracer, Span span, Ticker ticker, ContentBounds content) {
        this.tracer = tracer;
        this.span = span;
        this.ticker = ticker;
        this.content = content;
        this.calling = span.getSpanContext();
    }

    @Override
    public String traceId() {
        return span.getSpanContext().getTraceId();
    }

    @Override
    public void tell(int call, BiConsumer<String, String> header) {
        PassedOn.tell(Recording.context(calling), header);
    }

    @Override
    public void asks() {
        askedNanos = ticker.nanos();
    }

    @Override
    public void decided() {
        waitedNanos = ticker.nanos() - askedNanos;
    }

    @Override
    public OperationTrace operation(Asked asked) {
        return new RecordedOperation(this, asked, content);
    }

    /** Time between asking for admission and the answer. */
    double waitedMs() {
        return waitedNanos / 1e6;
    }

    Tracer tracer() {
        return tracer;
    }

    /** What spans of this request are children of. */
    Context context() {
        return Context.root().with(span);
    }

    /** Calls are told of {@code attempt} from now on. */
    void calls(SpanContext attempt) {
        calling = attempt;
    }

    /** An answer that began well and failed later says so by this alone. */
    void failed(String errorType) {
        failure = errorType;
    }

    @Override
    public void ended(Optional<Integer> status) {
        status.ifPresent(code -> span.setAttribute(SpanAttributes.STATUS, (long) code));
        if (failure.isEmpty() && status.filter(code -> code >= SERVER_FAULT).isPresent()) {
            failure = Integer.toString(status.get());
        }
        if (!failure.isEmpty()) {
            span.setAttribute(SpanAttributes.ERROR_TYPE, failure);
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }
}
