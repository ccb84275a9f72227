// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.engine;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.agent.inference.ServedModelReading;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The answer to {@code GET /v1/models}. vLLM and SGLang list LoRA adapters as models whose {@code
 * parent} is the base model; names that alias one base model are models of their own. The longest
 * sequence stands in {@code max_model_len}, llama.cpp's in {@code meta.n_ctx}.
 */
final class ModelList {

    private ModelList() {}

    /** At most {@code maxModels} models, or empty when the body is not such a list. */
    static Optional<List<ServedModelReading>> parse(byte[] body, int maxModels) {
        return Json.parse(body)
                .map(root -> root.path("data"))
                .filter(JsonNode::isArray)
                .map(data -> models(data, maxModels));
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
                lengths.put(id, longest(entry));
            } else {
                adapters.computeIfAbsent(parent, _ -> new ArrayList<>()).add(id);
            }
        }
        return lengths.entrySet().stream()
                .map(base -> model(base, adapters.getOrDefault(base.getKey(), List.of())))
                .toList();
    }

    private static long longest(JsonNode entry) {
        long context = entry.path("meta").path("n_ctx").asLong(0);
        return Math.max(0, entry.path("max_model_len").asLong(context));
    }

    private static ServedModelReading model(Map.Entry<String, Long> base, List<String> adapters) {
        return new ServedModelReading(base.getKey(), base.getValue(), adapters);
    }
}
