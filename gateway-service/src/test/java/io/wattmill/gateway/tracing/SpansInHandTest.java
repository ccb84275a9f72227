// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tracing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.wattmill.kit.config.Configuration;

import org.junit.jupiter.api.Test;

import java.util.Collection;
import java.util.concurrent.TimeUnit;

class SpansInHandTest {

    /** Fails as no exporter should. */
    private static final class Throwing implements SpanExporter {

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            throw new IllegalStateException("no connection, no thread, no memory");
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    @Test
    void hasNothingInHandOfAnExporterThatThrows() {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        TracesConfig config = Configuration.defaults(TelemetryConfig.class).traces();
        SpansInHand spans = new SpansInHand(config, new Throwing(), metrics);
        SdkTracerProvider provider = SdkTracerProvider.builder().addSpanProcessor(spans).build();
        int made = 0;
        while (made < 2 * config.maxSpans()) {
            for (int i = 0; i < config.batch(); i++) {
                provider.get("test").spanBuilder("span").startSpan().end();
            }
            made += config.batch();
            spans.forceFlush().join(5, TimeUnit.SECONDS);
        }
        provider.close();
        assertEquals(made, counted(metrics, "failed"));
        assertEquals(0, counted(metrics, "dropped"));
    }

    private static double counted(SimpleMeterRegistry metrics, String result) {
        return metrics.counter(CountedSending.SPANS, "result", result).count();
    }
}
