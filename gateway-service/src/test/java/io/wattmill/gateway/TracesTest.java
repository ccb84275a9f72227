// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static io.wattmill.gateway.far.Collector.id;
import static io.wattmill.gateway.far.Collector.number;
import static io.wattmill.gateway.far.Collector.text;
import static io.wattmill.gateway.far.Collector.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import io.wattmill.gateway.far.Collector;
import io.wattmill.gateway.far.RawClient;
import io.wattmill.gateway.far.Script;
import io.wattmill.gateway.far.ScriptedEngine;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** Spans as a collector sees them. */
class TracesTest {

    private static final String CHAT = "/v1/chat/completions";
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLER = "00-" + TRACE + "-b7ad6b7169203331-01";

    private static Collector collector;
    private static Site site;

    @BeforeAll
    static void open() {
        collector = new Collector();
        site =
                new Site(
                        Map.of(
                                "WATTMILL_GATEWAY_TELEMETRY_TRACES_ENDPOINT",
                                collector.url(),
                                "WATTMILL_GATEWAY_TELEMETRY_TRACES_AUTHORIZATION",
                                "Bearer collector",
                                "WATTMILL_GATEWAY_TELEMETRY_TRACES_INTERVAL",
                                "20ms"));
    }

    @AfterEach
    void forget() {
        collector.forget();
        site.reset();
    }

    @AfterAll
    static void close() {
        site.close();
        collector.close();
    }

    @Test
    void tellsOfAStreamInThreeSpansOfOneTrace() {
        String more =
                ",\"max_tokens\":64,\"temperature\":0.5,\"seed\":7,\"stop\":[\"END\"],"
                    + "\"service_tier\":\"flex\",\"response_format\":{\"type\":\"json_object\"}";
        var answer =
                site.post(
                        CHAT,
                        Site.chat(true, more),
                        "traceparent",
                        CALLER,
                        "tracestate",
                        "a=1,b=2",
                        "x-wattmill-agent",
                        "coder",
                        "x-wattmill-session",
                        "s-1",
                        "x-wattmill-run",
                        "r-1");
        assertEquals(200, answer.statusCode());
        Span server = collector.server(Site.requestId(answer));
        assertEquals("POST " + CHAT, server.getName());
        assertEquals(TRACE, id(server.getTraceId()));
        assertEquals("b7ad6b7169203331", id(server.getParentSpanId()));
        assertEquals("a=1,b=2", server.getTraceState());
        assertEquals("POST", text(server, "http.request.method"));
        assertEquals(CHAT, text(server, "http.route"));
        assertEquals(200, number(server, "http.response.status_code"));
        assertEquals(StatusCode.STATUS_CODE_UNSET, server.getStatus().getCode());

        Span chat = collector.child(server);
        assertEquals("chat llama", chat.getName());
        assertEquals(Span.SpanKind.SPAN_KIND_CLIENT, chat.getKind());
        assertEquals(TRACE, id(chat.getTraceId()));
        asked(chat);
        answered(chat);

        Span call = collector.child(chat);
        assertEquals("POST " + CHAT, call.getName());
        assertEquals(200, number(call, "http.response.status_code"));
        assertEquals("node-1", text(call, "wattmill.node"));
        assertEquals("127.0.0.1", text(call, "server.address"));
        assertTrue(site.one.url().endsWith(":" + number(call, "server.port")));
        assertEquals("00-" + TRACE + "-" + id(call.getSpanId()) + "-01", told(site.one));
        assertEquals("a=1,b=2", site.one.last().headers().get("tracestate"));
        assertTrue(collector.authorizations().contains("Bearer collector"));
        assertTrue(collector.text().contains("wattmill-gateway"), "service.name");
    }

    private static void asked(Span chat) {
        assertEquals("chat", text(chat, "gen_ai.operation.name"));
        assertEquals("vllm", text(chat, "gen_ai.provider.name"));
        assertEquals("llama", text(chat, "gen_ai.request.model"));
        assertTrue(value(chat, "gen_ai.request.stream").orElseThrow().getBoolValue());
        assertEquals(64, number(chat, "gen_ai.request.max_tokens"));
        assertEquals(7, number(chat, "gen_ai.request.seed"));
        assertEquals(0.5, value(chat, "gen_ai.request.temperature").orElseThrow().getDoubleValue());
        assertEquals("json", text(chat, "gen_ai.output.type"));
        assertEquals("flex", text(chat, "openai.request.service_tier"));
        assertEquals("flex", text(chat, "wattmill.tier"));
        assertEquals("coder", text(chat, "gen_ai.agent.name"));
        assertEquals("s-1", text(chat, "gen_ai.conversation.id"));
        assertEquals("r-1", text(chat, "wattmill.run"));
        assertTrue(value(chat, "wattmill.admission.wait_ms").isPresent());
    }

    private static void answered(Span chat) {
        assertTrue(text(chat, "gen_ai.response.id").startsWith("chatcmpl-"));
        assertEquals("llama", text(chat, "gen_ai.response.model"));
        AnyValue reasons = value(chat, "gen_ai.response.finish_reasons").orElseThrow();
        assertEquals("stop", reasons.getArrayValue().getValues(0).getStringValue());
        assertTrue(
                value(chat, "gen_ai.response.time_to_first_chunk").orElseThrow().getDoubleValue()
                        > 0);
        assertEquals(11, number(chat, "gen_ai.usage.input_tokens"));
        assertEquals(4, number(chat, "gen_ai.usage.cache_read.input_tokens"));
        assertEquals(5, number(chat, "gen_ai.usage.output_tokens"));
        assertEquals("node-1", text(chat, "wattmill.node"));
        assertTrue(value(chat, "wattmill.usage.energy_joules").orElseThrow().getDoubleValue() > 0);
        assertEquals("USD", text(chat, "wattmill.usage.currency"));
        // 7 uncached at 0.10, 4 cached at 0.025 and 5 made at 0.40 dollars a million
        assertEquals(2_800, number(chat, "wattmill.usage.cost_nano"));
        assertEquals("0.0000028", text(chat, "wattmill.usage.cost"));
    }

    @Test
    void beginsATraceWhereTheCallerNamesNoneThatCanBeRead() {
        var answer = site.post(CHAT, Site.chat(false, ""), "traceparent", CALLER.toUpperCase());
        assertEquals(200, answer.statusCode());
        Span server = collector.server(Site.requestId(answer));
        assertTrue(server.getParentSpanId().isEmpty());
        assertFalse(id(server.getTraceId()).equals(TRACE));
        assertTrue(told(site.one).contains(id(server.getTraceId())));
    }

    @Test
    void recordsNothingOfATraceThatItsCallerDoesNotRecord() {
        String unsampled = CALLER.substring(0, CALLER.length() - 1) + "0";
        assertEquals(
                200, site.post(CHAT, Site.chat(false, ""), "traceparent", unsampled).statusCode());
        String sent = told(site.one);
        assertTrue(sent.startsWith("00-" + TRACE + "-") && sent.endsWith("-00"), sent);
        var other = site.post(CHAT, Site.chat(false, ""));
        collector.server(Site.requestId(other));
        assertTrue(
                collector.spans().stream().noneMatch(span -> id(span.getTraceId()).equals(TRACE)));
    }

    @Test
    void tellsEachAttemptAndTheRetryBetweenThem() {
        site.one.does(new Script.Status(503, "full"));
        var answer = site.post(CHAT, Site.chat(true, ""));
        assertEquals(200, answer.statusCode());
        Span server = collector.server(Site.requestId(answer));
        Span chat = collector.child(server);
        List<Span> calls = collector.children(chat);
        assertEquals(2, calls.size());
        assertEquals("503", text(calls.getFirst(), "error.type"));
        assertEquals(503, number(calls.getFirst(), "http.response.status_code"));
        assertEquals(StatusCode.STATUS_CODE_ERROR, calls.getFirst().getStatus().getCode());
        assertEquals("node-2", text(calls.getLast(), "wattmill.node"));
        assertEquals(1, number(calls.getLast(), "http.request.resend_count"));
        assertEquals(StatusCode.STATUS_CODE_UNSET, calls.getLast().getStatus().getCode());
        assertEquals("wattmill.retry", chat.getEvents(0).getName());
        assertEquals(2, number(chat, "wattmill.attempts"));
        assertEquals("", text(chat, "error.type"));
        String first = told(site.one);
        String second = told(site.two);
        assertTrue(first.contains(id(calls.getFirst().getSpanId())), first);
        assertTrue(second.contains(id(calls.getLast().getSpanId())), second);
    }

    @Test
    void saysThatAStreamBrokeOffThoughItsStatusWasGood() {
        site.one.does(new Script.DiesAfter(2));
        var answer = site.post(CHAT, Site.chat(true, ""));
        assertEquals(200, answer.statusCode());
        Span server = collector.server(Site.requestId(answer));
        assertEquals(StatusCode.STATUS_CODE_ERROR, server.getStatus().getCode());
        assertEquals("broke-off", text(server, "error.type"));
        Span chat = collector.child(server);
        assertEquals(StatusCode.STATUS_CODE_ERROR, chat.getStatus().getCode());
        assertEquals("broke-off", text(chat, "error.type"));
        assertEquals("broke-off", text(collector.child(chat), "error.type"));
        assertEquals(2, number(chat, "gen_ai.usage.output_tokens"));
    }

    @Test
    void endsEverySpanWhenTheCallerLeaves() {
        site.one.does(new Script.Endless());
        try (RawClient client = new RawClient(site.port())) {
            client.send(RawClient.chat(site.developerKey(), Site.chat(true, "")));
            Await.until(() -> site.one.made() > 3, "tokens");
        }
        Span chat = collector.await(span -> span.getName().equals("chat llama"));
        assertEquals("client_closed", text(chat, "error.type"));
        assertEquals(StatusCode.STATUS_CODE_UNSET, chat.getStatus().getCode());
        assertTrue(number(chat, "gen_ai.usage.output_tokens") > 0);
        Span server = collector.await(span -> span.getKind() == Span.SpanKind.SPAN_KIND_SERVER);
        assertEquals(StatusCode.STATUS_CODE_UNSET, server.getStatus().getCode());
        assertEquals("client_closed", text(collector.child(chat), "error.type"));
    }

    @Test
    void tellsNoStatusToWhomNoneWasTold() {
        site.one.does(new Script.HangsAfter(0));
        try (RawClient client = new RawClient(site.port())) {
            client.send(RawClient.chat(site.developerKey(), Site.chat(false, "")));
            Await.until(() -> !site.one.received().isEmpty(), "the engine is asked");
        }
        Span server = collector.await(span -> span.getKind() == Span.SpanKind.SPAN_KIND_SERVER);
        assertTrue(value(server, "http.response.status_code").isEmpty());
        assertEquals("client_closed", text(collector.child(server), "error.type"));
    }

    @Test
    void tellsOfARequestThatNoNodeCouldTake() {
        site.router.clear();
        var answer = site.post(CHAT, Site.chat(false, ""));
        assertEquals(404, answer.statusCode());
        Span server = collector.server(Site.requestId(answer));
        assertEquals(404, number(server, "http.response.status_code"));
        Span chat = collector.child(server);
        assertEquals("model_not_found", text(chat, "error.type"));
        assertEquals("wattmill", text(chat, "gen_ai.provider.name"));
        assertTrue(collector.children(chat).isEmpty());
    }

    @Test
    void tellsOfMessagesEmbeddingsAndCompletions() {
        String messages =
                "{\"model\":\"llama\",\"max_tokens\":16,\"messages\":[{\"role\":\"user\","
                        + "\"content\":\"hello\"}]}";
        Span chat = operation(site.post("/v1/messages", messages));
        assertEquals("chat llama", chat.getName());
        assertEquals(16, number(chat, "gen_ai.request.max_tokens"));
        assertEquals("POST " + CHAT, collector.child(chat).getName());
        Span completion =
                operation(
                        site.post("/v1/completions", "{\"model\":\"llama\",\"prompt\":\"hello\"}"));
        assertEquals("text_completion llama", completion.getName());
        site.one.does(
                Script.Exact.whole(
                        "{\"object\":\"list\",\"model\":\"llama\",\"data\":[{\"object\":"
                                + "\"embedding\",\"index\":0,\"embedding\":[0.5]}],\"usage\":"
                                + "{\"prompt_tokens\":3,\"total_tokens\":3}}"));
        Span embedding =
                operation(site.post("/v1/embeddings", "{\"model\":\"llama\",\"input\":\"hello\"}"));
        assertEquals("embeddings llama", embedding.getName());
        assertEquals(3, number(embedding, "gen_ai.usage.input_tokens"));
    }

    /** The {@code traceparent} that an engine was sent last. */
    private static String told(ScriptedEngine engine) {
        return engine.last().headers().getOrDefault("traceparent", "");
    }

    private static Span operation(java.net.http.HttpResponse<String> answer) {
        String request =
                answer.headers()
                        .firstValue("x-request-id")
                        .or(() -> answer.headers().firstValue("request-id"))
                        .orElseThrow();
        return collector.child(collector.server(request));
    }

    @Test
    void tellsServicesBehindTheGatewayOfTheTrace() {
        assertEquals(
                207,
                site.send(
                                "GET",
                                "/v1/organization/costs",
                                site.developerKey(),
                                "",
                                "traceparent",
                                CALLER)
                        .statusCode());
        Span server = collector.await(span -> span.getName().contains("/v1/organization/"));
        assertEquals(
                "00-" + TRACE + "-" + id(server.getSpanId()) + "-01",
                site.backendCalls.getLast().getString("traceparent"));
        assertEquals(207, number(server, "http.response.status_code"));
    }
}
