// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.placement.PlacementMode;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Mooncake's conversation trace on 8 engines whose caches hold 3,000 blocks of 512 tokens. An
 * oracle without a clock finds 0.304 of all blocks cached, round robin 0.089.
 */
class ConversationTraceTest {
    private static final String TRACE = "traces/mooncake/conversation_trace.jsonl";

    @ParameterizedTest
    @CsvSource({"LATENCY, 0.29, 1.05", "ROUND_ROBIN, 0.08, 1.10"})
    void findsWhatIsCachedAndKeepsWorkEven(PlacementMode mode, double hits, double imbalance)
            throws IOException {
        String data = Optional.ofNullable(System.getenv("WATTMILL_DATA")).orElse("");
        Path trace = Path.of(data, TRACE);
        Assumptions.assumeTrue(
                !data.isEmpty() && Files.exists(trace), "no WATTMILL_DATA with " + TRACE);
        TraceReplay replay = new TraceReplay(mode, 8, 3_000, 1);
        replay.run(Files.readAllLines(trace));
        System.out.printf(
                "conversation trace, 8 engines x 3,000 blocks, %s: hits %.4f, imbalance %.4f%n",
                mode.label(), replay.hitShare(), replay.imbalance());
        assertTrue(replay.hitShare() >= hits, "hits " + replay.hitShare());
        assertTrue(replay.imbalance() <= imbalance, "imbalance " + replay.imbalance());
        assertEquals(0, replay.inFlight());
    }
}
