// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.gateway.far.RawClient;
import io.wattmill.gateway.far.Script;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Metrics under OpenTelemetry's names, as Prometheus reads them. */
class GenAiMetricsTest {

    private static final String CHAT = "/v1/chat/completions";
    private static final String DURATIONS =
            "0.01 0.02 0.04 0.08 0.16 0.32 0.64 1.28 2.56 5.12 10.24 20.48 40.96 81.92 +Inf";
    private static final String FIRST_TOKEN =
            "0.001 0.005 0.01 0.02 0.04 0.06 0.08 0.1 0.25 0.5 0.75 1.0 2.5 5.0 7.5 10.0 +Inf";
    private static final String PER_TOKEN =
            "0.01 0.025 0.05 0.075 0.1 0.15 0.2 0.3 0.4 0.5 0.75 1.0 2.5 +Inf";
    private static final String TOKENS =
            "1.0 4.0 16.0 64.0 256.0 1024.0 4096.0 16384.0 65536.0 262144.0 1048576.0 4194304.0"
                    + " 1.6777216E7 6.7108864E7 +Inf";

    private Site site;

    @BeforeEach
    void open() {
        site = new Site(Map.of("WATTMILL_GATEWAY_TELEMETRY_MAX_MODELS", "2"));
    }

    @AfterEach
    void close() {
        site.close();
    }

    private String metrics() {
        return site.get("/metrics", site.adminKey()).body();
    }

    /** The value of the series of {@code name} whose labels hold all of {@code labels}. */
    private double value(String name, String... labels) {
        List<String> found =
                metrics()
                        .lines()
                        .filter(line -> line.startsWith(name + "{"))
                        .filter(line -> List.of(labels).stream().allMatch(line::contains))
                        .toList();
        assertEquals(1, found.size(), name + " " + found);
        return Double.parseDouble(found.getFirst().substring(found.getFirst().indexOf('}') + 2));
    }

    private String buckets(String name, String... labels) {
        StringBuilder all = new StringBuilder();
        Pattern bound = Pattern.compile("le=\"([^\"]+)\"");
        metrics()
                .lines()
                .filter(line -> line.startsWith(name + "_bucket{"))
                .filter(line -> List.of(labels).stream().allMatch(line::contains))
                .forEach(
                        line -> {
                            Matcher le = bound.matcher(line);
                            assertTrue(le.find(), line);
                            all.append(' ').append(le.group(1));
                        });
        return all.toString().strip();
    }

    private void stream() {
        var answer = site.post(CHAT, Site.chat(true, ""));
        assertEquals(200, answer.statusCode());
        site.ledger.await(Site.requestId(answer));
    }

    @Test
    void tellsOfAStreamAsServerAndAsClient() {
        stream();
        String server = "gen_ai_provider_name=\"wattmill\"";
        String client = "gen_ai_provider_name=\"vllm\"";
        String chat = "gen_ai_operation_name=\"chat\"";
        String model = "gen_ai_request_model=\"llama\"";
        String good = "error_type=\"\"";
        String[] asServer = {server, chat, model};
        String[] asClient = {client, chat, model, "gen_ai_response_model=\"llama\""};
        assertEquals(
                1,
                value("gen_ai_server_request_duration_seconds_count", server, chat, model, good));
        assertEquals(1, value("gen_ai_server_time_to_first_token_seconds_count", asServer));
        assertEquals(1, value("gen_ai_server_time_per_output_token_seconds_count", asServer));
        assertEquals(
                1,
                value("gen_ai_client_operation_duration_seconds_count", client, chat, model, good));
        assertEquals(
                1, value("gen_ai_client_operation_time_to_first_chunk_seconds_count", asClient));
        assertEquals(
                4, value("gen_ai_client_operation_time_per_output_chunk_seconds_count", asClient));
        assertTrue(
                value("gen_ai_client_operation_time_per_output_chunk_seconds_sum", asClient) > 0);
        assertEquals(
                11, value("gen_ai_client_token_usage_sum", "gen_ai_token_type=\"input\"", client));
        assertEquals(
                5, value("gen_ai_client_token_usage_sum", "gen_ai_token_type=\"output\"", client));
        assertEquals(11, value("gen_ai_client_inference_operation_input_tokens_sum", asClient));
        assertEquals(5, value("gen_ai_client_inference_operation_output_tokens_sum", asClient));
    }

    @Test
    void hasTheBucketsThatTheConventionsList() {
        stream();
        assertEquals(DURATIONS, buckets("gen_ai_server_request_duration_seconds"));
        assertEquals(FIRST_TOKEN, buckets("gen_ai_server_time_to_first_token_seconds"));
        assertEquals(PER_TOKEN, buckets("gen_ai_server_time_per_output_token_seconds"));
        assertEquals(DURATIONS, buckets("gen_ai_client_operation_duration_seconds"));
        assertEquals(DURATIONS, buckets("gen_ai_client_operation_time_to_first_chunk_seconds"));
        assertEquals(DURATIONS, buckets("gen_ai_client_operation_time_per_output_chunk_seconds"));
        assertEquals(TOKENS, buckets("gen_ai_client_token_usage", "gen_ai_token_type=\"input\""));
        assertEquals(TOKENS, buckets("gen_ai_client_inference_operation_output_tokens"));
    }

    @Test
    void countsWhatIsBilledByWhatItIs() {
        String usage =
                "{\"prompt_tokens\":100,\"completion_tokens\":40,\"total_tokens\":140,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":60},"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":30}}";
        site.one.does(
                Script.Exact.whole(
                        "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,"
                                + "\"model\":\"llama\",\"choices\":[{\"index\":0,\"message\":"
                                + "{\"role\":\"assistant\",\"content\":\"x\"},"
                                + "\"finish_reason\":\"stop\"}],\"usage\":"
                                + usage
                                + "}"));
        assertEquals(200, site.post(CHAT, Site.chat(false, "")).statusCode());
        String text = "gen_ai_token_modality=\"text\"";
        String prefix = "gen_ai_client_inference_usage_";
        assertEquals(100, value(prefix + "input_tokens_total", text));
        assertEquals(60, value(prefix + "cache_read_input_tokens_total", text));
        assertEquals(0, value(prefix + "cache_write_input_tokens_total", text));
        assertEquals(40, value(prefix + "output_tokens_total", text));
        assertEquals(30, value(prefix + "reasoning_output_tokens_total", text));
        assertFalse(
                metrics().contains("gen_ai_client_operation_time_to_first_chunk_seconds_count 1"),
                "no chunk of an answer that is not streamed");
    }

    @Test
    void tellsAFailedAttemptFromTheRequestThatSucceededElsewhere() {
        site.one.does(new Script.Status(503, "full"));
        stream();
        String calls = "gen_ai_client_operation_duration_seconds_count";
        assertEquals(1, value(calls, "error_type=\"503\""));
        assertEquals(1, value(calls, "error_type=\"\""));
        assertEquals(1, value("gen_ai_server_request_duration_seconds_count", "error_type=\"\""));
        assertEquals(
                0,
                value(
                        "gen_ai_client_inference_usage_input_tokens_total",
                        "gen_ai_token_modality=\"unknown\""));
    }

    @Test
    void countsACallerThatLeftAsOneAndWhatItIsBilled() {
        site.one.does(new Script.Endless());
        try (RawClient client = new RawClient(site.port())) {
            client.send(RawClient.chat(site.developerKey(), Site.chat(true, "")));
            client.readUntil("t3 ");
        }
        Await.until(() -> !site.ledger.booked().isEmpty(), "the books are closed");
        String left = "error_type=\"client_closed\"";
        assertEquals(1, value("gen_ai_server_request_duration_seconds_count", left));
        assertEquals(1, value("gen_ai_client_operation_duration_seconds_count", left));
        assertEquals(
                site.ledger.booked().getFirst().getTokens().getOutput(),
                value(
                        "gen_ai_client_inference_usage_output_tokens_total",
                        "gen_ai_token_modality=\"text\""));
    }

    @Test
    void namesNoModelThatNobodyServesAndNoMoreModelsThanItMay() {
        for (String nonsense : List.of("a-1", "a-2", "a-3")) {
            String body = Site.chat(false, "").replace("llama", nonsense);
            assertEquals(404, site.post(CHAT, body).statusCode());
        }
        assertFalse(metrics().contains("a-1"), "a name that a caller made up is no label");
        assertEquals(
                3,
                value(
                        "gen_ai_server_request_duration_seconds_count",
                        "error_type=\"model_not_found\"",
                        "gen_ai_request_model=\"other\""));
        for (String model : List.of("m-1", "m-2", "m-3")) {
            site.router.serve(model, "node-1", site.one.url());
            String body = Site.chat(false, "").replace("llama", model);
            assertEquals(200, site.post(CHAT, body).statusCode());
        }
        assertTrue(metrics().contains("gen_ai_request_model=\"m-1\""));
        assertTrue(metrics().contains("gen_ai_request_model=\"m-2\""));
        assertFalse(metrics().contains("m-3"), "beyond telemetry.max-models");
        assertTrue(value("wattmill_limit_hits_total", "limit=\"telemetry.max-models\"") >= 1);
    }
}
