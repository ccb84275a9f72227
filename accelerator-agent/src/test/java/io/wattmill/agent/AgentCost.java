// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.wattmill.agent.inference.EngineConfig;
import io.wattmill.agent.inference.EngineKind;
import io.wattmill.agent.testing.BillingEnd;
import io.wattmill.agent.testing.PageServer;
import io.wattmill.agent.testing.Pages;
import io.wattmill.agent.testing.RouterEnd;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.testing.Await;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What four agents cost while nothing happens: CPU time of the one event loop that they share, as a
 * share of a core. Pages are as long as real ones; pages, router and billing run on other threads.
 * Arguments: seconds to warm up, seconds to measure.
 */
final class AgentCost {

    private static final int AGENTS = 4;

    private AgentCost() {}

    /** Prints one line. */
    public static void main(String[] arguments) throws Exception {
        long warmUp = Long.parseLong(arguments[0]);
        long measured = Long.parseLong(arguments[1]);
        Vertx others = Vertx.vertx();
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        ServiceContext services = ServiceContext.of(vertx);
        for (int i = 1; i <= AGENTS; i++) {
            Await.await(agent(services, others, "node-" + i).start());
        }
        CompletableFuture<Long> loop = new CompletableFuture<>();
        vertx.runOnContext(_ -> loop.complete(Thread.currentThread().threadId()));
        Thread.sleep(warmUp * 1_000);
        long before = cpuNanos(loop.join());
        Thread.sleep(measured * 1_000);
        double share = (cpuNanos(loop.join()) - before) / (measured * 1e9);
        System.out.printf("%d agents idle: %.2f %% of a core%n", AGENTS, share * 100);
        Await.await(vertx.close());
        Await.await(others.close());
    }

    private static AgentService agent(ServiceContext services, Vertx others, String node) {
        PageServer host =
                new PageServer(others)
                        .page("/dcgm", Pages.dcgm(5_000_000, "115.2"))
                        .page("/metrics", Pages.vllm(0, 0, 0, 0) + histograms())
                        .page("/v1/models", Pages.models("llama-3.1-8b"));
        EngineConfig engine =
                new EngineConfig(
                        node + "-e", host.url(""), EngineKind.VLLM, "h100-sxm", List.of(), 1, 256);
        AgentConfig config =
                Configuration.defaults(AgentConfig.class)
                        .watching(
                                node,
                                "hall-1",
                                Map.of(),
                                Optional.of(host.url("/dcgm")),
                                List.of(engine));
        return new AgentService(services, config, new RouterEnd(others), new BillingEnd(others));
    }

    private static String histograms() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            lines.append("vllm:e2e_request_latency_seconds_bucket{engine=\"0\",le=\"").append(i);
            lines.append("\",model_name=\"llama-3.1-8b\"} 0.0\n");
        }
        return lines.toString();
    }

    private static long cpuNanos(long thread) {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread);
    }
}
