// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.wattmill.agent.enginepage.EnginePage;
import io.wattmill.agent.enginepage.MetricTable;
import io.wattmill.agent.exposition.ExpositionLimits;
import io.wattmill.agent.exposition.ExpositionParser;
import io.wattmill.agent.inference.EngineKind;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** By which answers an engine is known. */
final class EngineSigns {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What servers write as the owner of their models, each into its own list. */
    private static final Map<String, EngineKind> OWNERS =
            Map.of(
                    "vllm", EngineKind.VLLM,
                    "sglang", EngineKind.SGLANG,
                    "tensorrt_llm", EngineKind.TENSORRT_LLM,
                    "Triton Inference Server", EngineKind.TRITON,
                    "llamacpp", EngineKind.LLAMA_CPP);

    /** Those whose metrics nobody else has; Triton's may be vLLM's. */
    private static final List<EngineKind> BY_METRICS =
            List.of(
                    EngineKind.VLLM,
                    EngineKind.SGLANG,
                    EngineKind.TENSORRT_LLM,
                    EngineKind.LLAMA_CPP,
                    EngineKind.TGI);

    private EngineSigns() {}

    /** By the owner in a model list. */
    static Optional<EngineKind> ofModels(byte[] body) {
        JsonNode models = json(body).path("data");
        return models.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(OWNERS.get(models.path(0).path("owned_by").asText()));
    }

    /** By the names on a metrics page. */
    static Optional<EngineKind> ofMetrics(byte[] body, ExpositionLimits limits) {
        return BY_METRICS.stream().filter(kind -> tells(kind, body, limits)).findFirst();
    }

    private static boolean tells(EngineKind kind, byte[] body, ExpositionLimits limits) {
        MetricTable table = MetricTable.of(kind);
        ExpositionParser parser = new ExpositionParser(limits, table.names());
        return EnginePage.reading(table, parser.parse(body)).isPresent();
    }

    /** TGI, by its {@code /info}. */
    static Optional<EngineKind> ofInfo(byte[] body) {
        JsonNode info = json(body);
        boolean tgi = info.has("model_id") && info.has("max_total_tokens");
        return tgi ? Optional.of(EngineKind.TGI) : Optional.empty();
    }

    /** Ollama, by its list of what was pulled. */
    static Optional<EngineKind> ofTags(byte[] body) {
        return json(body).path("models").isArray()
                ? Optional.of(EngineKind.OLLAMA)
                : Optional.empty();
    }

    private static JsonNode json(byte[] body) {
        try {
            return Optional.ofNullable(JSON.readTree(body)).orElseGet(JSON::createObjectNode);
        } catch (IOException _) {
            return JSON.createObjectNode();
        }
    }
}
