// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.vllm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.wattmill.agent.inference.ServedModelReading;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The answer to {@code GET /v1/models}. vLLM lists LoRA adapters as models whose {@code parent} is
 * the base model; names that alias one base model are models of their own.
 */
final class ModelList {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ModelList() {}

    /** At most {@code maxModels} models, or empty when the body is not such a list. */
    static Optional<List<ServedModelReading>> parse(byte[] body, int maxModels) {
        try {
            JsonNode data = JSON.readTree(body).path("data");
            return data.isArray() ? Optional.of(models(data, maxModels)) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static List<ServedModelReading> models(JsonNode data, int maxModels) {
        Map<String, Long> lengths = new LinkedHashMap<>();
        Map<String, List<String>> adapters = new LinkedHashMap<>();
        int seen = 0;
        for (JsonNode entry : data) {
            String id = entry.path("id").asText("");
            String parent = entry.path("parent").asText("");
            if (id.isEmpty() || seen++ >= maxModels) {
                continue;
            }
            if (parent.isEmpty()) {
                lengths.put(id, Math.max(0, entry.path("max_model_len").asLong(0)));
            } else {
                adapters.computeIfAbsent(parent, _ -> new ArrayList<>()).add(id);
            }
        }
        return lengths.entrySet().stream()
                .map(base -> model(base, adapters.getOrDefault(base.getKey(), List.of())))
                .toList();
    }

    private static ServedModelReading model(Map.Entry<String, Long> base, List<String> adapters) {
        return new ServedModelReading(base.getKey(), base.getValue(), adapters);
    }
}
