// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.rehearsal;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpResponseExpectation;
import io.wattmill.agent.nvml.Nvml;
import io.wattmill.agent.nvml.NvmlConfig;
import io.wattmill.kit.config.Configuration;
import io.wattmill.standalone.host.Signals;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An agent runs for a moment, from its command line to its end, and does everything that it will do
 * often: what it has not done here costs it tens of milliseconds when it starts.
 */
public final class AgentRehearsal {

    /** Runs `agent run` until this process is asked to stop. */
    @FunctionalInterface
    public interface Agent {

        /** With these settings, and this file to be written when it serves. */
        void run(Path settings, Path readyFile) throws Exception;
    }

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long LOOK_MS = 5;
    private static final int REPORTS = 3;
    private static final int LOOKS = 3;

    private static final String DEVICES =
            """
            DCGM_FI_DEV_SM_CLOCK@1980
            DCGM_FI_DEV_GPU_TEMP@41
            DCGM_FI_DEV_POWER_USAGE@400.0
            DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION@5000000
            DCGM_FI_DEV_GPU_UTIL@50
            DCGM_FI_DEV_FB_FREE@1024
            DCGM_FI_DEV_FB_USED@80000
            DCGM_FI_DEV_POWER_MGMT_LIMIT@700.0
            """
                    .replace("@", "{gpu=\"0\",UUID=\"GPU-0\",modelName=\"rehearsal\"} ");

    private static final String ENGINE =
            """
            vllm:num_requests_running@4.0
            vllm:num_requests_waiting@0.0
            vllm:kv_cache_usage_perc@0.25
            vllm:prompt_tokens_total@1000.0
            vllm:generation_tokens_total@1000.0
            vllm:prefix_cache_hits_total@125.0
            vllm:num_preemptions_total@0.0
            vllm:cache_config_info{block_size="16",engine="0",num_gpu_blocks="27000"} 1.0
            """
                    .replace("@", "{engine=\"0\",model_name=\"rehearsal\"} ");

    private static final String MODELS =
            "{\"object\":\"list\",\"data\":[{\"id\":\"rehearsal\",\"object\":\"model\"}]}";

    private AgentRehearsal() {}

    /**
     * Blocks until the agent was accepted, has reported a few times and has ended.
     *
     * @param folder for its settings
     * @throws java.util.concurrent.TimeoutException when it has not within the limit
     */
    public static void play(Path folder, Agent agent) throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        var stage =
                new Stage(
                        vertx,
                        Map.of(
                                "/dcgm", () -> DEVICES,
                                "/metrics", () -> ENGINE,
                                "/v1/models", () -> MODELS));
        try {
            stage.open().await(LIMIT.toSeconds(), TimeUnit.SECONDS);
            Nvml.rehearse(Configuration.defaults(NvmlConfig.class), LOOKS);
            var settings = folder.resolve("agent.yaml");
            var readyFile = folder.resolve("ready.json");
            Files.writeString(settings, yaml(stage));
            var running =
                    new FutureTask<>(
                            () -> {
                                agent.run(settings, readyFile);
                                return true;
                            });
            Thread.ofPlatform().name("rehearsal").start(running);
            try {
                stage.reported(REPORTS)
                        .toCompletableFuture()
                        .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
                look(vertx, opsAddress(readyFile));
            } finally {
                Signals.askToStop();
                running.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            }
        } finally {
            vertx.close().await();
        }
    }

    private static String yaml(Stage stage) {
        return """
        process: {ops: {port: 0}}
        peers: {router: "127.0.0.1:%1$d", billing: "127.0.0.1:%1$d"}
        agent:
          node-id: rehearsal
          devices: {dcgm-url: "%2$s/dcgm"}
          engines: [{id: rehearsal, url: "%2$s"}]
          sampling: {device-period: 50ms}
          link: {meter-report-period: 200ms}
        """
                .formatted(stage.grpcPort(), stage.host());
    }

    /** It is written a moment after the first reports. */
    private static URI opsAddress(Path readyFile) throws Exception {
        long until = System.nanoTime() + LIMIT.toNanos();
        while (!Files.exists(readyFile)) {
            if (System.nanoTime() > until) {
                throw new TimeoutException("no ready file");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
        return URI.create(new ObjectMapper().readTree(readyFile.toFile()).path("ops").asText());
    }

    /** With the client that the agent itself has: another one would go into its cache, too. */
    private static void look(Vertx vertx, URI ops) throws Exception {
        var client = vertx.createHttpClient();
        for (var page : List.of("/metrics", "/node", "/health/ready")) {
            client.request(HttpMethod.GET, ops.getPort(), ops.getHost(), page)
                    .compose(HttpClientRequest::send)
                    .expecting(HttpResponseExpectation.SC_OK)
                    .compose(HttpClientResponse::body)
                    .await(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
        client.close().await(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
