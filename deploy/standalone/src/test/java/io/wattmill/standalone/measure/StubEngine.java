// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.wattmill.kit.testing.Await;

import java.util.Optional;

/**
 * An engine that answers at once and always the same, with pages for an agent beside it. Its CPU
 * time is nobody's: it is there so that gateway and nginx have one upstream.
 */
final class StubEngine {
    static final String MODEL = "llama-3.1-8b";
    private static final String HEAD = "{\"id\":\"chatcmpl-stub\",\"object\":\"chat.completion";
    private static final String CREATED = ",\"created\":1700000000,\"model\":\"" + MODEL + "\"";
    private static final String TEXT = "Watts come in, tokens go out, and somebody counts. ";
    private static final int USED = 612;

    private final Buffer answer = Buffer.buffer(whole());
    private final Buffer events;

    private StubEngine(int chunks) {
        this.events = Buffer.buffer(stream(chunks));
    }

    /** Arguments: chunks of a streamed answer. */
    public static void main(String[] words) throws Exception {
        var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        var engine = new StubEngine(Integer.parseInt(words[0]));
        var server =
                Await.await(
                        vertx.createHttpServer()
                                .requestHandler(engine::serve)
                                .listen(0, "127.0.0.1"));
        var parent = new Parent();
        parent.tell(server.actualPort());
        parent.outlive();
    }

    private void serve(HttpServerRequest request) {
        if (request.uri().equals("/v1/chat/completions")) {
            chat(request);
        } else {
            page(request.uri())
                    .ifPresentOrElse(
                            text -> request.response().end(text),
                            () -> request.response().setStatusCode(404).end());
        }
    }

    /** What an agent reads there. */
    static Optional<String> page(String uri) {
        return switch (uri) {
            case "/v1/models" -> Optional.of(MODELS);
            case "/metrics" -> Optional.of(METRICS);
            case "/devices" -> Optional.of(devices());
            default -> Optional.empty();
        };
    }

    private void chat(HttpServerRequest request) {
        request.bodyHandler(
                body -> {
                    if (body.getString(0, Math.min(body.length(), 512))
                            .contains("\"stream\":true")) {
                        stream(request.response());
                    } else {
                        request.response()
                                .putHeader("content-type", "application/json")
                                .end(answer);
                    }
                });
    }

    private void stream(HttpServerResponse response) {
        response.setChunked(true).putHeader("content-type", "text/event-stream").end(events);
    }

    private static String usage(int output) {
        return "\"usage\":{\"prompt_tokens\":%d,\"total_tokens\":%d,\"completion_tokens\":%d}"
                .formatted(USED, USED + output, output);
    }

    /** 0.6 KB, as a short chat answer is. */
    static String whole() {
        return HEAD
                + "\""
                + CREATED
                + ",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
                + TEXT.repeat(6)
                + "\"},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
                + usage(78)
                + "}";
    }

    private static String stream(int chunks) {
        var text = new StringBuilder();
        for (int i = 1; i <= chunks; i++) {
            text.append(event("watts ", i, i == chunks));
        }
        return text.append(lastEvents(chunks)).toString();
    }

    /** The event of one token. */
    static String event(String content, int made, boolean last) {
        return start()
                + ",\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
                + content
                + "\"},\"logprobs\":null,\"finish_reason\":"
                + (last ? "\"stop\"" : "null")
                + "}],"
                + usage(made)
                + "}\n\n";
    }

    /** Usage, and that there is no more. */
    static String lastEvents(int made) {
        return start() + ",\"choices\":[]," + usage(made) + "}\n\ndata: [DONE]\n\n";
    }

    private static String start() {
        return "data: " + HEAD + ".chunk\"" + CREATED;
    }

    private static final String MODELS =
            "{\"object\":\"list\",\"data\":[{\"id\":\""
                    + MODEL
                    + "\",\"object\":\"model\",\"parent\":null,\"max_model_len\":131072}]}";

    private static final String METRICS =
            """
            vllm:num_requests_running@4.0
            vllm:num_requests_waiting@0.0
            vllm:kv_cache_usage_perc@0.25
            vllm:prompt_tokens_total@1000.0
            vllm:generation_tokens_total@1000.0
            vllm:prefix_cache_queries_total@1000.0
            vllm:prefix_cache_hits_total@125.0
            vllm:num_preemptions_total@0.0
            vllm:cache_config_info{block_size="16",engine="0",num_gpu_blocks="27000"} 1.0
            """
                    .replace("@", "{engine=\"0\",model_name=\"" + MODEL + "\"} ");

    /** One H100 at 400 W; its counter is the time since 1970 at that power, in millijoules. */
    private static String devices() {
        return """
        DCGM_FI_DEV_GPU_TEMP@41
        DCGM_FI_DEV_POWER_USAGE@400.0
        DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION@%d
        DCGM_FI_DEV_GPU_UTIL@50
        DCGM_FI_DEV_FB_FREE@1024
        DCGM_FI_DEV_FB_USED@80000
        DCGM_FI_DEV_POWER_MGMT_LIMIT@700.0
        """
                .formatted(System.currentTimeMillis() * 400)
                .replace("@", "{gpu=\"0\",UUID=\"GPU-a\",modelName=\"NVIDIA H100 80GB HBM3\"} ");
    }
}
