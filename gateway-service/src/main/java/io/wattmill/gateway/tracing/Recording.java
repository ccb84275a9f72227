// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tracing;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.wattmill.gateway.telemetry.PassedState;
import io.wattmill.gateway.telemetry.TraceContext;
import io.wattmill.kit.time.Clock;
import io.wattmill.kit.time.Ticker;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Tracing by OpenTelemetry's SDK, to a collector. */
final class Recording implements Tracing {

    private static final String SCOPE = "io.wattmill.gateway";

    /** The SDK's own log, which is not ours: what it has to say is counted and logged here. */
    private static final Logger SDK_LOG = Logger.getLogger("io.opentelemetry");

    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final Ticker ticker;
    private final ContentBounds content;
    private final long flushMs;

    private Recording(
            SdkTracerProvider provider, Ticker ticker, ContentBounds content, long flushMs) {
        this.provider = provider;
        this.tracer = provider.get(SCOPE);
        this.ticker = ticker;
        this.content = content;
        this.flushMs = flushMs;
    }

    static Recording to(
            String url,
            TelemetryConfig config,
            String gatewayId,
            MeterRegistry metrics,
            Clock clock,
            Ticker ticker) {
        SDK_LOG.setLevel(Level.OFF);
        TracesConfig traces = config.traces();
        ContentBounds content = config.contentBounds();
        SpanExporter exporter = exporter(url, traces);
        SdkTracerProvider provider =
                SdkTracerProvider.builder()
                        .setClock(new SpanClock(clock, ticker))
                        .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(traces.ratio())))
                        .setSpanLimits(
                                SpanLimits.builder()
                                        .setMaxNumberOfAttributes(SpanAttributes.MOST)
                                        .setMaxAttributeValueLength(content.attributeChars())
                                        .build())
                        .setResource(resource(gatewayId))
                        .addSpanProcessor(new SpansInHand(traces, exporter, metrics))
                        .build();
        return new Recording(provider, ticker, content, traces.flushTimeout().toMillis());
    }

    private static SpanExporter exporter(String url, TracesConfig config) {
        OtlpHttpSpanExporterBuilder exporter =
                OtlpHttpSpanExporter.builder()
                        .setEndpoint(url)
                        .setRetryPolicy(null)
                        .setConnectTimeout(config.timeout())
                        .setTimeout(config.timeout());
        if (!config.authorization().isEmpty()) {
            exporter.addHeader("authorization", config.authorization());
        }
        return exporter.build();
    }

    private static Resource resource(String gatewayId) {
        String version = Recording.class.getPackage().getImplementationVersion();
        return Resource.getDefault()
                .merge(
                        Resource.create(
                                Attributes.of(
                                        AttributeKey.stringKey("service.name"),
                                        "wattmill-gateway",
                                        AttributeKey.stringKey("service.instance.id"),
                                        gatewayId,
                                        AttributeKey.stringKey("service.version"),
                                        version == null ? "" : version)));
    }

    @Override
    public boolean isRecording() {
        return true;
    }

    @Override
    public RequestTrace begin(Arrival arrival) {
        Context parent = arrival.caller().map(Recording::remote).orElse(Context.root());
        Span span =
                tracer.spanBuilder(arrival.method() + " " + arrival.route())
                        .setSpanKind(SpanKind.SERVER)
                        .setParent(parent)
                        .startSpan();
        if (!span.isRecording()) {
            return new PassedOn(arrival.requestId(), Optional.of(context(span.getSpanContext())));
        }
        span.setAttribute(SpanAttributes.METHOD, arrival.method());
        span.setAttribute(SpanAttributes.SCHEME, "http");
        span.setAttribute(SpanAttributes.ROUTE, arrival.route());
        span.setAttribute(SpanAttributes.REQUEST_ID, arrival.requestId());
        return new RecordedRequest(tracer, span, ticker, content);
    }

    private static Context remote(TraceContext caller) {
        TraceStateBuilder state = TraceState.builder();
        caller.state()
                .members()
                .reversed()
                .forEach(member -> state.put(member.key(), member.value()));
        SpanContext context =
                SpanContext.createFromRemoteParent(
                        caller.traceId(),
                        caller.spanId(),
                        TraceFlags.fromByte((byte) caller.flags()),
                        state.build());
        return Context.root().with(Span.wrap(context));
    }

    /** What a call under this span is told. */
    static TraceContext context(SpanContext span) {
        List<PassedState.Member> members =
                span.getTraceState().asMap().entrySet().stream()
                        .map(member -> new PassedState.Member(member.getKey(), member.getValue()))
                        .toList();
        return new TraceContext(
                span.getTraceId(),
                span.getSpanId(),
                span.getTraceFlags().asByte(),
                new PassedState(members));
    }

    @Override
    public void close() {
        provider.shutdown().join(flushMs, TimeUnit.MILLISECONDS);
    }
}
