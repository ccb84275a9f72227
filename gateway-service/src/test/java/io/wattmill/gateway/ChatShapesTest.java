// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.contract.ledger.v1.UsageSource;
import io.wattmill.gateway.far.Required;
import io.wattmill.gateway.far.Script;
import io.wattmill.gateway.far.Site;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/** What chat can hold beside one text: passed on as it is, and metered right. */
class ChatShapesTest {

    private static final String CHAT = "/v1/chat/completions";

    private static Site site;

    @BeforeAll
    static void open() {
        site = new Site(Map.of());
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @BeforeEach
    void reset() {
        site.reset();
    }

    private static String chunk(int choice, String delta, String rest) {
        return "{\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"llama\",\"choices\":[{\"index\":"
                + choice
                + ",\"delta\":"
                + delta
                + ",\"finish_reason\":null}]"
                + rest
                + "}";
    }

    private static String usage(int prompt, int completion, String details) {
        return "\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d%s}"
                .formatted(prompt, completion, prompt + completion, details);
    }

    private static UsageRecord booked(HttpResponse<String> response) {
        return site.ledger.await(Site.requestId(response));
    }

    @Test
    void billsAllChoicesAndBoundsThemTogether() {
        site.one.does(
                Script.Exact.whole(
                        "{\"id\":\"c-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"llama\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"a\"},\"finish_reason\":\"stop\"},{\"index\":1,\"message\":{\"role\":\"assistant\",\"content\":\"b\"},\"finish_reason\":\"stop\"}],"
                                + usage(3, 14, "")
                                + "}"));
        HttpResponse<String> response =
                site.post(CHAT, Site.chat(false, ",\"n\":2,\"max_tokens\":9"));
        Required.ofChat(new JsonObject(response.body()));
        UsageRecord record = booked(response);
        assertEquals(14, record.getTokens().getOutput());
        assertEquals(UsageSource.USAGE_SOURCE_ENGINE, record.getUsageSource());
    }

    @Test
    void billsOfABrokenStreamOfSeveralChoicesWhatAllOfThemDelivered() {
        // vLLM's running usage counts the choice that the chunk is of, not all of them.
        site.one.does(
                Script.Exact.chunks(
                        chunk(0, "{\"content\":\"a\"}", "," + usage(3, 1, "")),
                        chunk(1, "{\"content\":\"b\"}", "," + usage(3, 1, "")),
                        chunk(0, "{\"content\":\"a\"}", "," + usage(3, 2, "")),
                        chunk(1, "{\"content\":\"b\"}", "," + usage(3, 2, "")),
                        "{\"error\":{\"message\":\"out of memory\"}}"));
        UsageRecord record = booked(site.post(CHAT, Site.chat(true, ",\"n\":2")));
        assertEquals(Outcome.OUTCOME_FAILED, record.getOutcome());
        assertEquals(4, record.getTokens().getOutput());
    }

    @Test
    void countsToolCallsAndReasoningAsOutput() {
        site.one.does(
                Script.Exact.chunks(
                        chunk(0, "{\"role\":\"assistant\",\"content\":\"\"}", ""),
                        chunk(0, "{\"reasoning_content\":\"hm\"}", ""),
                        chunk(
                                0,
                                "{\"tool_calls\":[{\"index\":0,\"id\":\"t\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}",
                                ""),
                        chunk(
                                0,
                                "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{}\"}}]}",
                                "")));
        HttpResponse<String> response = site.post(CHAT, Site.chat(true, ""));
        List<String> events = Site.events(response.body());
        events.subList(0, events.size() - 1).forEach(e -> Required.ofChunk(new JsonObject(e)));
        UsageRecord record = booked(response);
        assertEquals(UsageSource.USAGE_SOURCE_ESTIMATED, record.getUsageSource());
        assertEquals(3, record.getTokens().getOutput());
        assertTrue(record.getFirstTokenAtUs() > 0);
    }

    @Test
    void keepsReasoningWithinOutputAndTheCacheOutOfInput() {
        site.one.does(
                Script.Exact.chunks(
                        chunk(0, "{\"content\":\"a\"}", ""),
                        "{\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"llama\",\"choices\":[],"
                                + usage(
                                        100,
                                        20,
                                        ",\"prompt_tokens_details\":{\"cached_tokens\":96},\"completion_tokens_details\":{\"reasoning_tokens\":15}")
                                + "}"));
        HttpResponse<String> response =
                site.post(CHAT, Site.chat(true, ",\"stream_options\":{\"include_usage\":true}"));
        List<String> events = Site.events(response.body());
        Required.ofChunk(new JsonObject(events.get(events.size() - 2)));
        UsageRecord record = booked(response);
        assertEquals(4, record.getTokens().getInputUncached());
        assertEquals(96, record.getTokens().getCacheRead());
        assertEquals(20, record.getTokens().getOutput());
        assertEquals(15, record.getTokens().getReasoning());
        assertEquals(4 * 100 + 96 * 25 + 20 * 400, record.getChargedNano());
    }

    @Test
    void makesAWholeUsageChunkForAnEngineThatReportsNone() {
        site.one.does(new Script.Uncounted(3));
        HttpResponse<String> response =
                site.post(CHAT, Site.chat(true, ",\"stream_options\":{\"include_usage\":true}"));
        List<String> events = Site.events(response.body());
        Required.ofChunk(new JsonObject(events.get(events.size() - 2)));
    }

    @Test
    void passesEveryMemberOfARequestOnAsItCame() {
        String members =
                ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{}}}],"
                    + "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}},"
                    + "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"s\",\"schema\":{}}},"
                    + "\"logprobs\":true,\"top_logprobs\":3,\"seed\":-7,\"stop\":[\"\\u0041\"],"
                    + "\"logit_bias\":{\"50256\":-100},\"temperature\":0.70,\"reasoning_effort\":\"low\","
                    + "\"modalities\":[\"text\"],\"metadata\":{\"k\":\"v\"},\"odd\":1e400}";
        String body = Site.chat(false, "").replaceFirst("}$", members);
        assertEquals(200, site.post(CHAT, body).statusCode());
        String sent = site.one.last().text();
        String salt = ",\"cache_salt\":\"" + site.one.last().body().getString("cache_salt") + "\"";
        assertEquals(body, sent.replace(salt, ""));
    }

    @Test
    void countsImagesAndSoundsNotTheirBase64() {
        String media =
                "[{\"type\":\"text\",\"text\":\"see\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,"
                        + "A".repeat(400_000)
                        + "\"}},{\"type\":\"input_audio\",\"input_audio\":{\"data\":\""
                        + "B".repeat(400_000)
                        + "\",\"format\":\"wav\"}},{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://a.example/b.png\"}}]";
        String body = Site.chat(false, "").replace("\"hello\"", media);
        assertEquals(200, site.post(CHAT, body).statusCode());
        String salt = site.one.last().body().getString("cache_salt");
        assertEquals(body, site.one.last().text().replace(",\"cache_salt\":\"" + salt + "\"", ""));
        long tokens = site.router.asked().getFirst().getPromptTokens();
        assertTrue(tokens > 3 * 1_024 && tokens < 3 * 1_024 + 200, "tokens: " + tokens);
    }

    @Test
    void tellsErrorsInTheApisOwnShape() {
        for (String path : List.of(CHAT, "/v1/completions", "/v1/embeddings")) {
            Required.ofError(new JsonObject(site.post(path, "{").body()));
            Required.ofError(new JsonObject(site.send("POST", path, "", "{}").body()));
        }
    }
}
