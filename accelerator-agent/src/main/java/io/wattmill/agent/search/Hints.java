// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.search;

import io.wattmill.agent.inference.EngineKind;

/** What helps where an engine runs and shows no metrics. */
final class Hints {

    private Hints() {}

    /** To be appended to what went wrong; empty where nothing usually helps. */
    static String of(EngineKind kind) {
        return switch (kind) {
            case SGLANG -> "; SGLang shows metrics when started with --enable-metrics";
            case LLAMA_CPP -> "; llama-server shows metrics when started with --metrics";
            case TENSORRT_LLM ->
                    "; trtllm-serve shows metrics with return_perf_metrics and"
                            + " enable_iter_perf_stats in its options";
            case TRITON -> "; Triton is served through its OpenAI frontend";
            case VLLM, TGI, OLLAMA -> "";
        };
    }
}
