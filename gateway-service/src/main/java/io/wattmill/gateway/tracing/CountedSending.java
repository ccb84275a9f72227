// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tracing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/**
 * An exporter whose outcomes are counted. That the collector stays away is said once, and once that
 * it is back.
 */
final class CountedSending implements SpanExporter {

    /** What became of spans, by {@code result}: sent, failed or dropped. */
    static final String SPANS = "wattmill_trace_spans";

    private static final Logger LOG = LoggerFactory.getLogger(CountedSending.class);

    private final SpanExporter exporter;
    private final IntConsumer over;
    private final AtomicBoolean away = new AtomicBoolean();
    private final Counter sent;
    private final Counter failed;

    /** Tells {@code over} how many spans are no longer in hand. */
    CountedSending(SpanExporter exporter, MeterRegistry metrics, IntConsumer over) {
        this.exporter = exporter;
        this.over = over;
        this.sent = metrics.counter(SPANS, "result", "sent");
        this.failed = metrics.counter(SPANS, "result", "failed");
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        int count = spans.size();
        CompletableResultCode result = sending(spans);
        result.whenComplete(() -> ended(count, result.isSuccess()));
        return result;
    }

    /** An exporter that throws instead of saying that it failed has failed. */
    private CompletableResultCode sending(Collection<SpanData> spans) {
        try {
            return exporter.export(spans);
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("spans not exported");
            return CompletableResultCode.ofFailure();
        }
    }

    private void ended(int count, boolean well) {
        over.accept(count);
        (well ? sent : failed).increment(count);
        if (well && away.compareAndSet(true, false)) {
            LOG.atInfo().log("the trace collector takes spans again");
        } else if (!well && away.compareAndSet(false, true)) {
            LOG.atWarn().addKeyValue("spans", count).log("the trace collector takes no spans");
        }
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
