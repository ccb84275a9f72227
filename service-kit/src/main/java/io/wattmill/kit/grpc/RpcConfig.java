// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.grpc;

import io.wattmill.kit.config.Setting;

import java.time.Duration;

/** Where a process serves gRPC, and how much it takes. */
public record RpcConfig(
        @Setting(value = "127.0.0.1", doc = "Address to bind; beyond loopback it needs tls.")
                String host,
        @Setting(value = "0", min = 0, max = 65_535, doc = "Port; 0 takes any free one.") int port,
        @Setting(
                        value = "16777216",
                        min = 1_024,
                        max = 67_108_864,
                        doc = "Longest message, bytes; a settlement batch has to fit.")
                int maxMessageBytes,
        @Setting(
                        value = "1024",
                        min = 1,
                        max = 100_000,
                        doc = "Calls open at once on a connection.")
                int maxStreams,
        @Setting(value = "30s", min = 1_000, doc = "Silence after which a connection is closed.")
                Duration idleTimeout) {}
