// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tracing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.wattmill.kit.telemetry.Limits;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds the spans that wait or are being sent: one more is dropped, and that is counted. The SDK's
 * own queue behind it, which would drop without a word, is never full.
 */
final class SpansInHand implements SpanProcessor {

    private final MeterRegistry metrics;
    private final int most;
    private final SpanProcessor queue;
    private final AtomicInteger inHand = new AtomicInteger();
    private final Counter dropped;

    SpansInHand(TracesConfig config, SpanExporter exporter, MeterRegistry metrics) {
        this.metrics = metrics;
        this.most = config.maxSpans();
        this.dropped = metrics.counter(CountedSending.SPANS, "result", "dropped");
        this.queue =
                BatchSpanProcessor.builder(
                                new CountedSending(
                                        exporter, metrics, count -> inHand.addAndGet(-count)))
                        .setMaxQueueSize(most)
                        .setMaxExportBatchSize(config.batch())
                        .setScheduleDelay(config.interval())
                        .setExporterTimeout(config.timeout())
                        .build();
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        queue.onStart(parent, span);
    }

    @Override
    public boolean isStartRequired() {
        return queue.isStartRequired();
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (inHand.incrementAndGet() > most) {
            inHand.decrementAndGet();
            dropped.increment();
            Limits.hit(metrics, "telemetry.traces.max-spans");
        } else {
            queue.onEnd(span);
        }
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    @Override
    public CompletableResultCode forceFlush() {
        return queue.forceFlush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return queue.shutdown();
    }
}
