// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.discovery;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.agent.inference.EngineKind;
import io.wattmill.agent.inference.KvEventsConfig;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where an engine publishes its KV events, by the option {@code --kv-events-config} that vLLM and
 * SGLang have: JSON with {@code publisher}, {@code endpoint} and {@code replay_endpoint}. vLLM
 * publishes over ZeroMQ when it is told to publish at all, SGLang only when that is named.
 */
final class KvEventsFlag {
    private static final Set<EngineKind> KINDS = Set.of(EngineKind.VLLM, EngineKind.SGLANG);
    private static final List<String> OPTION = List.of("--kv-events-config");
    private static final List<String> RANKS =
            List.of("--data-parallel-size", "-dp", "--dp-size", "--dp");
    private static final String DEFAULT = "tcp://*:5557";
    private static final int LAST_PORT = 65_535;
    private static final int MOST_RANKS = 64;

    private KvEventsFlag() {}

    static KvEventsConfig read(EngineKind kind, Words words) {
        return Optional.of(words)
                .filter(_ -> KINDS.contains(kind))
                .flatMap(it -> it.json(OPTION))
                .filter(KvEventsFlag::publishes)
                .map(json -> config(json, ranks(words)))
                .orElse(KvEventsConfig.NONE);
    }

    private static boolean publishes(JsonNode json) {
        String otherwise = json.path("enable_kv_cache_events").asBoolean() ? "zmq" : "null";
        return json.path("publisher").asText(otherwise).equals("zmq");
    }

    private static int ranks(Words words) {
        return words.value(RANKS)
                .flatMap(Words::number)
                .filter(count -> count >= 1 && count <= MOST_RANKS)
                .orElse(1);
    }

    private static KvEventsConfig config(JsonNode json, int ranks) {
        int port = port(json.path("endpoint").asText(DEFAULT));
        return new KvEventsConfig(port, port(json.path("replay_endpoint").asText("")), ranks);
    }

    /** Of {@code tcp://host:port}; 0 when it is none, as for addresses within the host. */
    private static int port(String endpoint) {
        String text = endpoint.substring(endpoint.lastIndexOf(':') + 1);
        return endpoint.startsWith("tcp://")
                ? Words.number(text).filter(port -> port <= LAST_PORT).orElse(0)
                : 0;
    }
}
