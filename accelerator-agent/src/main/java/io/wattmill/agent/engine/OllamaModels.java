// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.engine;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.agent.inference.ServedModelReading;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Ollama's answers to {@code /api/tags} (what was pulled) and {@code /api/ps} (what is loaded). */
final class OllamaModels {

    private OllamaModels() {}

    /** At most {@code maxModels} models, or empty when the body is not such a list. */
    static Optional<List<ServedModelReading>> parse(
            byte[] body, int maxModels, Map<String, Long> contexts) {
        return list(body).map(list -> models(list, maxModels, contexts));
    }

    private static List<ServedModelReading> models(
            JsonNode list, int maxModels, Map<String, Long> contexts) {
        List<ServedModelReading> models = new ArrayList<>();
        for (JsonNode entry : list) {
            String name = entry.path("name").asText("");
            if (!name.isEmpty() && models.size() < maxModels) {
                long length = contexts.getOrDefault(name, 0L);
                models.add(new ServedModelReading(name, length, List.of()));
            }
        }
        return models;
    }

    /** Context lengths of loaded models by name, or empty when the body is not such a list. */
    static Optional<Map<String, Long>> contexts(byte[] body, int maxModels) {
        return list(body).map(list -> contexts(list, maxModels));
    }

    private static Map<String, Long> contexts(JsonNode list, int maxModels) {
        Map<String, Long> lengths = new HashMap<>();
        for (JsonNode entry : list) {
            if (lengths.size() < maxModels) {
                long length = Math.max(0, entry.path("context_length").asLong(0));
                lengths.put(entry.path("name").asText(""), length);
            }
        }
        return Map.copyOf(lengths);
    }

    private static Optional<JsonNode> list(byte[] body) {
        return Json.parse(body).map(root -> root.path("models")).filter(JsonNode::isArray);
    }
}
