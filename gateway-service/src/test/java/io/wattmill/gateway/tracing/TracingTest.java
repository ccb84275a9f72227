// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tracing;

import static io.wattmill.gateway.far.Collector.number;
import static io.wattmill.gateway.far.Collector.text;
import static io.wattmill.gateway.far.Collector.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import io.wattmill.contract.common.v1.Principal;
import io.wattmill.contract.common.v1.WorkContext;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.contract.placement.v1.Placed;
import io.wattmill.gateway.dialect.EngineRequest;
import io.wattmill.gateway.dialect.Operation;
import io.wattmill.gateway.dialect.openai.ChatDialect;
import io.wattmill.gateway.far.Collector;
import io.wattmill.gateway.far.Site;
import io.wattmill.gateway.wire.JsonLimits;
import io.wattmill.gateway.wire.WireException;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.FakeClock;
import io.wattmill.kit.testing.FakeTicker;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** What the relay may tell of a request that the site's own engines do not bring about. */
class TracingTest {

    private static final String REQUEST = "01890a5d-ac96-774b-bcce-b302099a8057";

    private final Collector collector = new Collector();

    @AfterEach
    void close() {
        collector.close();
    }

    private Tracing tracing(String more) {
        String yaml = "telemetry:\n  traces:\n    endpoint: " + collector.url() + "\n" + more;
        return Tracing.of(
                Configuration.parse(yaml, Map.of()).section("telemetry", TelemetryConfig.class),
                "gateway-1",
                new SimpleMeterRegistry(),
                new FakeClock(),
                new FakeTicker());
    }

    private static Arrival arrival() {
        return new Arrival(REQUEST, "POST", "/v1/chat/completions", Optional.empty());
    }

    private static Asked asked() throws WireException {
        byte[] body = Site.chat(false, "").getBytes(StandardCharsets.UTF_8);
        EngineRequest request = new ChatDialect(JsonLimits.DEFAULT).request(body);
        return new Asked(
                Operation.CHAT,
                request,
                Principal.getDefaultInstance(),
                WorkContext.getDefaultInstance());
    }

    @Test
    void saysWhichModelWasAskedForWhereAnotherAnswers() throws WireException {
        Tracing tracing = tracing("");
        RequestTrace trace = tracing.begin(arrival());
        OperationTrace operation = trace.operation(asked());
        Placed placed = Placed.newBuilder().setNodeId("n").setEngineKind("hosted").build();
        operation.attempt(1, placed, "llama");
        operation.attemptFailed("429", 429);
        operation.attempt(3, placed, "mistral");
        operation.ended(UsageRecord.newBuilder().setRequestId(REQUEST).build(), "");
        trace.ended(Optional.of(200));
        tracing.close();
        Span chat = collector.child(collector.server(REQUEST));
        assertEquals("llama", text(chat, "wattmill.fallback_from"));
        assertEquals("llama", text(chat, "gen_ai.request.model"));
        assertEquals("mistral", text(chat, "gen_ai.response.model"));
        assertEquals("hosted", text(chat, "gen_ai.provider.name"));
        assertTrue(value(chat, "server.address").isEmpty(), "an engine without an address");
        assertEquals(2, collector.children(chat).size());
        assertEquals(2, number(chat, "wattmill.attempts"), "the second was placed and not called");
        assertTrue(
                collector.children(chat).stream()
                        .flatMap(call -> value(call, "http.request.resend_count").stream())
                        .allMatch(count -> count.getIntValue() == 1));
    }

    @Test
    void endsWhatItBeganWhenTheBooksCouldNotBeClosed() throws WireException {
        Tracing tracing = tracing("");
        RequestTrace trace = tracing.begin(arrival());
        trace.operation(asked()).ended(UsageRecord.getDefaultInstance(), "");
        trace.ended(Optional.of(500));
        tracing.close();
        Span server = collector.server(REQUEST);
        assertEquals("500", text(server, "error.type"));
        assertEquals(StatusCode.STATUS_CODE_ERROR, server.getStatus().getCode());
        assertEquals(500, number(server, "http.response.status_code"));
        assertTrue(value(collector.child(server), "gen_ai.usage.input_tokens").isEmpty());
    }

    @Test
    void recordsTheShareOfTracesThatItIsTold() {
        Tracing tracing = tracing("    ratio: 0.0\n");
        RequestTrace trace = tracing.begin(arrival());
        // 02 says of a trace id that it is random, and nothing of recording it
        StringBuilder told = new StringBuilder();
        trace.tell(1, (name, value) -> told.append(name).append('=').append(value));
        trace.ended(Optional.of(200));
        tracing.close();
        assertTrue(
                told.toString().matches("traceparent=00-[0-9a-f]{32}-[0-9a-f]{16}-0[02]"),
                told::toString);
        assertTrue(collector.spans().isEmpty());
    }
}
