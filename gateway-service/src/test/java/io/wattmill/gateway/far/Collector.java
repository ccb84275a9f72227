// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.far;

import com.google.protobuf.InvalidProtocolBufferException;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.wattmill.kit.testing.Await;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A collector of traces that takes OTLP over HTTP, and may refuse or keep silent when told. */
public final class Collector implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final List<String> raw = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile boolean silent;

    public Collector() {
        server =
                vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                        .requestHandler(this::handle);
        Await.await(server.listen());
    }

    public String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** Answers with this from now on. */
    public void answer(int code) {
        status = code;
    }

    /** Takes calls and does not answer them. */
    public void silent(boolean now) {
        silent = now;
    }

    private void handle(HttpServerRequest request) {
        request.body().onSuccess(body -> received(request, body));
    }

    private void received(HttpServerRequest request, Buffer body) {
        authorizations.add(String.valueOf(request.getHeader("authorization")));
        if (silent) {
            return;
        }
        if (status == 200) {
            try {
                read(body.getBytes());
            } catch (InvalidProtocolBufferException e) {
                raw.add("not OTLP: " + e.getMessage());
            }
        }
        request.response()
                .setStatusCode("/v1/traces".equals(request.path()) ? status : 404)
                .putHeader("content-type", "application/x-protobuf")
                .end(Buffer.buffer(ExportTraceServiceResponse.getDefaultInstance().toByteArray()));
    }

    private void read(byte[] body) throws InvalidProtocolBufferException {
        ExportTraceServiceRequest traces = ExportTraceServiceRequest.parseFrom(body);
        raw.add(traces.toString());
        traces.getResourceSpansList()
                .forEach(
                        resource ->
                                resource.getScopeSpansList()
                                        .forEach(scope -> spans.addAll(scope.getSpansList())));
    }

    /** All that came, as text. */
    public String text() {
        return String.join("\n", raw);
    }

    public List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    public List<Span> spans() {
        return List.copyOf(spans);
    }

    public void forget() {
        spans.clear();
        raw.clear();
    }

    /** Waits for the span of the gateway itself of one request, which ends last. */
    public Span server(String requestId) {
        return await(
                span ->
                        span.getKind() == Span.SpanKind.SPAN_KIND_SERVER
                                && text(span, "wattmill.request.id").equals(requestId));
    }

    /** Waits for a span. */
    public Span await(Predicate<Span> wanted) {
        Await.until(() -> spans.stream().anyMatch(wanted), "a span");
        return spans.stream().filter(wanted).findFirst().orElseThrow();
    }

    /** The children of a span, in the order in which they began. */
    public List<Span> children(Span parent) {
        return spans.stream()
                .filter(span -> span.getParentSpanId().equals(parent.getSpanId()))
                .sorted((a, b) -> Long.compare(a.getStartTimeUnixNano(), b.getStartTimeUnixNano()))
                .toList();
    }

    /** The child that a span must have one of. */
    public Span child(Span parent) {
        Await.until(() -> !children(parent).isEmpty(), "a child of " + parent.getName());
        return children(parent).getFirst();
    }

    public static String id(com.google.protobuf.ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }

    public static Optional<AnyValue> value(Span span, String name) {
        return span.getAttributesList().stream()
                .filter(attribute -> attribute.getKey().equals(name))
                .map(KeyValue::getValue)
                .findFirst();
    }

    public static String text(Span span, String name) {
        return value(span, name).map(AnyValue::getStringValue).orElse("");
    }

    public static long number(Span span, String name) {
        return value(span, name).map(AnyValue::getIntValue).orElse(-1L);
    }

    @Override
    public void close() {
        Await.await(vertx.close());
    }
}
