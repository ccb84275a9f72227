// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.discovery;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.agent.inference.EngineKind;
import io.wattmill.agent.inference.EngineRole;

import java.util.List;

/**
 * What of a request an engine computes, as its command line says: vLLM by {@code
 * --kv-transfer-config}, JSON with {@code kv_connector} and {@code kv_role}; SGLang by {@code
 * --disaggregation-mode}. vLLM's other connectors than NIXL hand over by other words, which nobody
 * here speaks: such an engine counts as one that computes requests whole.
 */
final class RoleFlag {
    private static final List<String> TRANSFER = List.of("--kv-transfer-config");
    private static final List<String> MODE = List.of("--disaggregation-mode");
    private static final String CONNECTOR = "NixlConnector";

    private RoleFlag() {}

    static EngineRole read(EngineKind kind, Words words) {
        return switch (kind) {
            case VLLM -> words.json(TRANSFER).map(RoleFlag::vllm).orElse(both());
            case SGLANG -> words.value(MODE).map(RoleFlag::sglang).orElse(both());
            case TENSORRT_LLM, TRITON, LLAMA_CPP, TGI, OLLAMA -> both();
        };
    }

    private static EngineRole both() {
        return EngineRole.BOTH;
    }

    private static EngineRole vllm(JsonNode json) {
        String role = json.path("kv_role").asText("");
        return json.path("kv_connector").asText("").equals(CONNECTOR)
                ? role(role, "kv_producer", "kv_consumer")
                : EngineRole.BOTH;
    }

    private static EngineRole sglang(String mode) {
        return role(mode, "prefill", "decode");
    }

    private static EngineRole role(String text, String prefill, String decode) {
        if (text.equals(prefill)) {
            return EngineRole.PREFILL;
        }
        return text.equals(decode) ? EngineRole.DECODE : EngineRole.BOTH;
    }
}
