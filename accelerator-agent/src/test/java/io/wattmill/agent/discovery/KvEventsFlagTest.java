// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wattmill.agent.inference.KvEventsConfig;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class KvEventsFlagTest {

    private static KvEventsConfig vllm(String... more) {
        return read(List.of("vllm", "serve", "m"), more);
    }

    private static KvEventsConfig sglang(String... more) {
        return read(List.of("python3", "-m", "sglang.launch_server"), more);
    }

    private static KvEventsConfig read(List<String> command, String... more) {
        List<String> words = new java.util.ArrayList<>(command);
        words.addAll(List.of(more));
        return EngineCommand.of(words, Map.of()).orElseThrow().kvEvents();
    }

    @Test
    void where_events_are_published_is_read_from_the_command_line() {
        String json =
                "{\"enable_kv_cache_events\":true,\"publisher\":\"zmq\","
                        + "\"endpoint\":\"tcp://*:5600\",\"replay_endpoint\":\"tcp://*:5700\"}";
        assertEquals(
                new KvEventsConfig(5600, 5700, 4),
                vllm("--kv-events-config", json, "--data-parallel-size", "4"));
        assertEquals(new KvEventsConfig(5600, 5700, 1), sglang("--kv-events-config=" + json));
    }

    @Test
    void each_engine_has_its_own_defaults() {
        String on = "{\"enable_kv_cache_events\":true}";
        assertEquals(new KvEventsConfig(5557, 0, 1), vllm("--kv-events-config", on));
        assertEquals(KvEventsConfig.NONE, sglang("--kv-events-config", "{}"));
        assertEquals(
                new KvEventsConfig(5557, 0, 2),
                sglang("--kv-events-config", "{\"publisher\":\"zmq\"}", "--dp-size", "2"));
    }

    @Test
    void what_is_no_address_on_a_network_is_none() {
        assertEquals(KvEventsConfig.NONE, vllm());
        assertEquals(KvEventsConfig.NONE, vllm("--kv-events-config", "{oh"));
        assertEquals(
                0,
                vllm("--kv-events-config", "{\"publisher\":\"zmq\",\"endpoint\":\"inproc://x:1\"}")
                        .port());
        assertEquals(KvEventsConfig.NONE, vllm("--kv-events-config", "{\"publisher\":\"null\"}"));
    }
}
