// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.wattmill.gateway.dialect.Operation;
import io.wattmill.gateway.scoreboard.BoardConfig;
import io.wattmill.gateway.scoreboard.RequestBoard;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.telemetry.Metrics;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

class RelayMetricsTest {

    private static final String PER_CHUNK =
            "gen_ai_client_operation_time_per_output_chunk_seconds_bucket";

    private static RelayMetrics on(PrometheusMeterRegistry registry) {
        RequestBoard board =
                new RequestBoard(
                        Configuration.defaults(BoardConfig.class), Map.of(), Duration.ofSeconds(1));
        return new RelayMetrics(registry, board, 2);
    }

    @Test
    void leavesTheRegistryToTheNextGateway() {
        PrometheusMeterRegistry registry = Metrics.registry();
        RelayMetrics first = on(registry);
        first.found("m");
        first.engine(Operation.CHAT, "vllm", "m", "m").chunks(new ChunkGaps());
        assertTrue(registry.scrape().contains(PER_CHUNK));
        first.close();
        RelayMetrics second = on(registry);
        assertFalse(registry.scrape().contains(PER_CHUNK));
        second.found("m");
        second.engine(Operation.CHAT, "vllm", "m", "m").chunks(new ChunkGaps());
        assertTrue(registry.scrape().contains(PER_CHUNK));
    }
}
