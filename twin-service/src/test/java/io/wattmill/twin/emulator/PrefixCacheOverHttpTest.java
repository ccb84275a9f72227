// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;

import java.io.IOException;

class PrefixCacheOverHttpTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** 400 tokens of content behind 3 of template; 4 more follow: 407 in all, 25 full blocks. */
    private static final String LONG = "abc ".repeat(400);

    private static int cachedTokens(RunningFleet fleet, String content) throws IOException {
        var answer = fleet.send(fleet.chat(content, "\"max_tokens\":2,\"ignore_eos\":true"));
        return JSON.readTree(answer.body())
                .at("/usage/prompt_tokens_details/cached_tokens")
                .asInt(-1);
    }

    @Test
    void aPromptThatComesAgainIsCachedUpToItsLastFullBlock() throws IOException {
        try (var fleet = new RunningFleet("nodes: 1, speed: 50")) {
            assertEquals(0, cachedTokens(fleet, LONG));
            assertEquals(400, cachedTokens(fleet, LONG));
            assertEquals(400, cachedTokens(fleet, LONG + "and then?"));
            assertEquals(192, cachedTokens(fleet, "abc ".repeat(200) + "now other words"));
            assertEquals(0, cachedTokens(fleet, "x" + LONG));
            assertEquals(992, fleet.engineMetric("vllm:prefix_cache_hits_total"));
            assertEquals(
                    fleet.engineMetric("vllm:prompt_tokens_total"),
                    fleet.engineMetric("vllm:prefix_cache_queries_total"));
        }
    }

    @Test
    void nothingIsCachedWhereItIsTurnedOff() throws IOException {
        try (var fleet = new RunningFleet("nodes: 1, speed: 50, engine: {prefix-caching: false}")) {
            assertEquals(0, cachedTokens(fleet, LONG));
            assertEquals(0, cachedTokens(fleet, LONG));
            assertEquals(0, fleet.engineMetric("vllm:prefix_cache_queries_total"));
        }
    }
}
