// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.process;

import io.vertx.core.VertxOptions;
import io.wattmill.kit.config.Setting;
import io.wattmill.kit.grpc.CallsConfig;
import io.wattmill.kit.grpc.RpcConfig;

import java.time.Duration;

/**
 * Section {@code process}: how a process starts and ends, where it shows its health and serves
 * gRPC, and how it calls the others.
 */
public record ProcessConfig(
        @Setting(value = "120s", min = 1_000, max = 3_600_000, doc = "Longest wait for a start.")
                Duration startTimeout,
        @Setting(
                        value = "10s",
                        min = 0,
                        max = 3_600_000,
                        doc = "Longest wait for what is being served when stopping.")
                Duration drainTimeout,
        @Setting(
                        value = "5s",
                        min = 1,
                        max = 600_000,
                        doc = "Longest wait for one service to close.")
                Duration stopTimeout,
        @Setting(
                        value = "0",
                        min = 0,
                        max = 256,
                        doc =
                                "Event loops of this process; 0: two per processor. A gateway"
                                        + " with the router inside costs least with as many as it"
                                        + " serves HTTP on.")
                int eventLoops,
        Ops ops,
        RpcConfig rpc,
        CallsConfig calls) {

    /** Options of the Vert.x of this process. */
    VertxOptions vertx() {
        VertxOptions options = new VertxOptions().setPreferNativeTransport(true);
        return eventLoops == 0 ? options : options.setEventLoopPoolSize(eventLoops);
    }

    /**
     * The port of probes and metrics. It has no secrets and takes no orders, so it speaks clear
     * text; beyond loopback it belongs behind a firewall or a NetworkPolicy.
     */
    public record Ops(
            @Setting(value = "127.0.0.1", doc = "Address of /health and /metrics.") String host,
            @Setting(value = "9100", min = 0, max = 65_535, doc = "Port; 0 takes any free one.")
                    int port,
            @Setting(
                            value = "10s",
                            min = 100,
                            max = 600_000,
                            doc = "Silence after which a connection is closed.")
                    Duration idleTimeout) {}
}
