// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.http;

import io.wattmill.kit.config.Setting;

import java.time.Duration;

/**
 * Settings of the REST API: section {@code twin.http}.
 *
 * @param host address to bind
 * @param port port to bind
 * @param bodyBytes longest body
 * @param idleTimeout silence after which a connection is closed
 */
public record TwinHttpConfig(
        @Setting(value = "127.0.0.1", doc = "Address to bind.") String host,
        @Setting(value = "0", min = 0, max = 65_535, doc = "Port; 0 takes any free one.") int port,
        @Setting(value = "1048576", min = 1_024, max = 67_108_864, doc = "Longest body, bytes.")
                long bodyBytes,
        @Setting(value = "60s", min = 1_000, doc = "Silence after which a connection is closed.")
                Duration idleTimeout) {}
