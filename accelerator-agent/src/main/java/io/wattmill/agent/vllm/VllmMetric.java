// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.vllm;

import java.util.Arrays;
import java.util.List;

/** The metrics that are read, each with the names that vLLM has given it, the newest first. */
enum VllmMetric {
    RUNNING("vllm:num_requests_running"),
    WAITING("vllm:num_requests_waiting"),
    KV_USED("vllm:kv_cache_usage_perc", "vllm:gpu_cache_usage_perc"),
    PROMPT_TOKENS("vllm:prompt_tokens_total", "vllm:prompt_tokens"),
    GENERATED_TOKENS("vllm:generation_tokens_total", "vllm:generation_tokens"),
    CACHED_TOKENS(
            "vllm:prefix_cache_hits_total",
            "vllm:prefix_cache_hits",
            "vllm:gpu_prefix_cache_hits_total",
            "vllm:gpu_prefix_cache_hits"),
    PREEMPTIONS("vllm:num_preemptions_total", "vllm:num_preemptions"),
    CACHE_CONFIG("vllm:cache_config_info"),
    FINISHED_REQUESTS("vllm:request_success_total", "vllm:request_success"),
    PROCESS_START("process_start_time_seconds", "vllm:prompt_tokens_created");

    /** Every name of every metric. */
    static final List<String> NAMES =
            Arrays.stream(values()).flatMap(metric -> metric.names.stream()).toList();

    private final List<String> names;

    VllmMetric(String... names) {
        this.names = List.of(names);
    }

    /** The names, the newest first. */
    List<String> names() {
        return names;
    }
}
