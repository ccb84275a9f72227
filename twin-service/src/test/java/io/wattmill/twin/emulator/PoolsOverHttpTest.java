// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.router.fleet.EngineRole;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;

/** An emulated engine keeps its KV cache for another one, and takes one that another computed. */
class PoolsOverHttpTest {
    private static final String KEEP =
            "\"max_tokens\":1,\"kv_transfer_params\":{\"do_remote_decode\":true,\"remote_block_ids\":null}";
    private static RunningFleet running;

    @BeforeAll
    static void start() {
        running = new RunningFleet("nodes: 3, prefill-nodes: 1, speed: 1000");
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @Test
    void the_first_nodes_compute_prompts_for_the_others() {
        assertEquals(
                List.of(EngineRole.PREFILL, EngineRole.DECODE, EngineRole.DECODE),
                running.fleet.addresses().stream().map(EmulatedNodeAddress::role).toList());
    }

    @Test
    void what_is_kept_is_named_and_who_names_it_computes_no_prompt() throws IOException {
        String prompt = "word ".repeat(2_000);
        JsonNode kept = running.json(running.chat(prompt, KEEP)).path("kv_transfer_params");
        assertTrue(kept.path("do_remote_prefill").asBoolean());
        assertEquals("node-1", kept.path("remote_engine_id").asText());
        String fetch = "\"max_tokens\":5,\"kv_transfer_params\":" + kept;
        JsonNode usage = running.json(running.chat("other " + prompt, fetch)).path("usage");
        long tokens = usage.path("prompt_tokens").asLong();
        assertEquals(tokens - 1, usage.at("/prompt_tokens_details/cached_tokens").asLong());
    }

    @Test
    void who_names_no_blocks_computes_its_prompt() throws IOException {
        String none = "\"max_tokens\":5,\"kv_transfer_params\":{\"do_remote_prefill\":true}";
        JsonNode answer = running.json(running.chat("never said before", none));
        assertEquals(0, answer.at("/usage/prompt_tokens_details/cached_tokens").asLong());
        assertFalse(answer.has("kv_transfer_params"));
    }
}
