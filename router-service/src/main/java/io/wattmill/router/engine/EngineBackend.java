// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Inference engines whose overheads are known. */
public enum EngineBackend {
    VLLM("vllm"),
    SGLANG("sglang"),
    TRTLLM("tensorrt-llm");

    private final String kind;

    EngineBackend(String kind) {
        this.kind = kind;
    }

    /** What an agent calls an engine of it. */
    public String kind() {
        return kind;
    }

    /**
     * The backend by whose factors an engine is predicted: its own; vLLM's where it has none fitted
     * (llama.cpp, TGI, Ollama, hosted APIs), or does not say what serves behind it (Triton).
     *
     * @param kind what its agent calls it
     */
    public static EngineBackend ofKind(String kind) {
        return Arrays.stream(values())
                .filter(each -> each.kind.equals(kind))
                .findFirst()
                .orElse(VLLM);
    }

    /** Its name in plans and figures. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The backend of this name: {@code vllm}, {@code sglang} or {@code trtllm}. */
    public static Optional<EngineBackend> find(String name) {
        return Arrays.stream(values())
                .filter(each -> each.key().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
