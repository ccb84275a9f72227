// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.inference;

/** The engines that this agent can read. */
public enum EngineKind {
    /** vLLM. */
    VLLM("vllm"),
    /** SGLang, started with {@code --enable-metrics}. */
    SGLANG("sglang"),
    /** TensorRT-LLM's own server, {@code trtllm-serve}, with {@code return_perf_metrics}. */
    TENSORRT_LLM("tensorrt-llm"),
    /** Triton's OpenAI frontend, over its TensorRT-LLM or vLLM backend. */
    TRITON("triton"),
    /** llama.cpp's {@code llama-server}, started with {@code --metrics}. */
    LLAMA_CPP("llama.cpp"),
    /** Hugging Face Text Generation Inference. */
    TGI("tgi"),
    /** Ollama, which has an API and no metrics. */
    OLLAMA("ollama");

    private final String wireName;

    EngineKind(String wireName) {
        this.wireName = wireName;
    }

    /** The name in the fleet contract. */
    public String wireName() {
        return wireName;
    }
}
