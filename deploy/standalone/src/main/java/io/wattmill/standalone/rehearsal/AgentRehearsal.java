// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.rehearsal;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.wattmill.kit.config.Configuration;
import io.wattmill.standalone.process.Program;
import io.wattmill.standalone.process.SiteProcess;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An agent runs for a moment and does everything that it will do often. */
public final class AgentRehearsal {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int REPORTS = 3;

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
     * @throws java.util.concurrent.TimeoutException when it has not within the limit
     */
    public static void play() throws Exception {
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
            var agent = new SiteProcess(Program.AGENT, configuration(stage));
            try {
                agent.start().await(LIMIT.toSeconds(), TimeUnit.SECONDS);
                stage.reported(REPORTS)
                        .toCompletableFuture()
                        .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
                look(vertx, agent.opsAddress());
            } finally {
                agent.stop().await();
            }
        } finally {
            vertx.close().await();
        }
    }

    private static Configuration configuration(Stage stage) {
        String yaml =
                """
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
        return Configuration.parse(yaml, Map.of());
    }

    /** With the client that the agent itself has: another one would go into its cache, too. */
    private static void look(Vertx vertx, URI ops) throws Exception {
        var client = vertx.createHttpClient();
        for (var page : List.of("/metrics", "/node", "/health/ready")) {
            client.request(HttpMethod.GET, ops.getPort(), ops.getHost(), page)
                    .compose(HttpClientRequest::send)
                    .compose(HttpClientResponse::body)
                    .await(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
        client.close().await(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
