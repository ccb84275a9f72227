// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static io.wattmill.gateway.far.Collector.text;
import static io.wattmill.gateway.far.Collector.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.opentelemetry.proto.trace.v1.Span;
import io.vertx.core.json.JsonArray;
import io.wattmill.gateway.far.Admin;
import io.wattmill.gateway.far.Collector;
import io.wattmill.gateway.far.LogLines;
import io.wattmill.gateway.far.Script;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was said is in no span, metric or line of the log, unless the site opts in. */
class TracedContentTest {

    private static final String CHAT = "/v1/chat/completions";
    private static final String CANARY = "kanarienvogel";
    private static final String PROMPT =
            Site.chat(false, ",\"stop\":[\"kanarienvogel\"],\"temperature\":1")
                    .replace("hello", "my kanarienvogel sings");
    private static final String ANSWER =
            "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"llama\","
                    + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"
                    + "\"a kanarienvogel too\",\"reasoning_content\":\"hm\"},"
                    + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":9,"
                    + "\"completion_tokens\":4,\"total_tokens\":13}}";

    private static Site site(Collector collector, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("WATTMILL_GATEWAY_TELEMETRY_TRACES_ENDPOINT", collector.url());
        settings.put("WATTMILL_GATEWAY_TELEMETRY_TRACES_INTERVAL", "20ms");
        settings.put("WATTMILL_GATEWAY_HTTP_ACCESS_LOG", "true");
        return new Site(settings);
    }

    private static Span chat(Collector collector, HttpResponse<String> answer) {
        assertEquals(200, answer.statusCode());
        return collector.child(collector.server(Site.requestId(answer)));
    }

    private static String streamed() {
        return PROMPT.replace("\"stream\":false", "\"stream\":true");
    }

    @Test
    void isNowhereByDefault() {
        try (Collector collector = new Collector();
                LogLines log = new LogLines();
                Site site = site(collector, Map.of())) {
            String[] headers = {"cookie", CANARY, "x-" + CANARY, CANARY};
            site.one.does(Script.Exact.whole(ANSWER));
            chat(collector, site.post(CHAT, PROMPT, headers));
            site.one.does(Script.Exact.chunks(ANSWER.replace("message", "delta")));
            chat(collector, site.post(CHAT, streamed(), headers));
            site.one.does(new Script.DiesAfter(1));
            chat(collector, site.post(CHAT, streamed(), headers));
            site.one.does(new Script.Status(400, CANARY));
            collector.server(Site.requestId(site.post(CHAT, PROMPT, headers)));
            Await.until(() -> log.lines().toString().contains("trace_id"), "the access log");
            String metrics = site.get("/metrics", site.adminKey()).body();
            for (String told : List.of(collector.text(), metrics, log.lines().toString())) {
                assertFalse(told.contains(CANARY), told);
                assertFalse(told.contains(site.developerKey()), told);
                assertFalse(told.contains(site.adminKey()), told);
            }
        }
    }

    @Test
    void isInSpansOfASiteThatOptsInButNotOfKeysThatAskForNoLog() {
        try (Collector collector = new Collector();
                Site site =
                        site(
                                collector,
                                Map.of(
                                        "WATTMILL_GATEWAY_TELEMETRY_CONTENT", "opt-in",
                                        "WATTMILL_GATEWAY_TELEMETRY_CONTENT_CHARS", "48"))) {
            String key =
                    new Admin(site, site.adminKey())
                            .key("demo", Admin.scopes("inference").put("no_log", true))
                            .getString("key");
            site.one.does(Script.Exact.whole(ANSWER));
            assertEquals(200, site.send("POST", CHAT, key, PROMPT).statusCode());
            Span told = chat(collector, site.post(CHAT, PROMPT));
            assertEquals(
                    "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":"
                            + "\"my kanarienvogel sings\"}]}]",
                    text(told, "gen_ai.input.messages"));
            assertEquals(
                    "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"reasoning\",\"content\":"
                            + "\"hm\"},{\"type\":\"text\",\"content\":\"a kanarienvogel too\"}],"
                            + "\"finish_reason\":\"stop\"}]",
                    text(told, "gen_ai.output.messages"));
            assertTrue(value(told, "gen_ai.request.stop_sequences").isPresent());
            assertEquals(1, collector.text().split("gen_ai.input.messages", -1).length - 1);
            site.one.does(new Script.Answer(11, 4, 40));
            String longer = streamed().replace("sings", "sings".repeat(1_000));
            Span cut = chat(collector, site.post(CHAT, longer));
            String input = text(cut, "gen_ai.input.messages");
            assertTrue(new JsonArray(input).size() == 1 && input.length() < 150, input);
            String output = text(cut, "gen_ai.output.messages");
            assertTrue(output.contains("t1 t2 t3") && !output.contains("t30"), output);
        }
    }
}
