// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.metrics;

import io.wattmill.twin.emulator.text.PromptTokens;

/** An engine's state in the names, labels and bucket bounds of vLLM's {@code /metrics}. */
public final class VllmExposition {
    private final boolean prefixCaching;
    private final String labels;

    /**
     * The exposition of an engine.
     *
     * @param model that it serves
     * @param prefixCaching whether it looks for cached prefixes
     */
    public VllmExposition(String model, boolean prefixCaching) {
        this.prefixCaching = prefixCaching;
        labels = "engine=\"0\",model_name=\"" + PrometheusText.escaped(model) + "\"";
    }

    /** The text. */
    public String text(EngineGauges gauges, EngineCounters counters) {
        var text = new PrometheusText();
        gauges(text, gauges);
        counters(text, counters);
        counters.timeToFirstToken.writeTo(text, "vllm:time_to_first_token_seconds", labels);
        counters.interTokenLatency.writeTo(text, "vllm:inter_token_latency_seconds", labels);
        counters.endToEnd.writeTo(text, "vllm:e2e_request_latency_seconds", labels);
        return text.toString();
    }

    /**
     * When the engine's process began, as Prometheus clients tell it.
     *
     * @param atUs epoch microseconds
     */
    public String started(long atUs) {
        var text = new PrometheusText();
        text.type("process_start_time_seconds", "gauge");
        return text + "process_start_time_seconds " + PrometheusText.decimal(atUs, 6) + "\n";
    }

    private void gauges(PrometheusText text, EngineGauges gauges) {
        text.gauge("vllm:num_requests_running", labels, gauges.running());
        text.gauge("vllm:num_requests_waiting", labels, gauges.waiting());
        text.type("vllm:kv_cache_usage_perc", "gauge");
        var used = PrometheusText.decimal(gauges.kvUsedPpm(), 6);
        text.sample("vllm:kv_cache_usage_perc", labels, used);
        text.type("vllm:cache_config_info", "gauge");
        var blocks = gauges.kvCapacityTokens() / PromptTokens.BLOCK_TOKENS;
        var caching = prefixCaching ? "True" : "False";
        var config =
                "block_size=\"%d\",enable_prefix_caching=\"%s\",engine=\"0\""
                                .formatted(PromptTokens.BLOCK_TOKENS, caching)
                        + ",num_gpu_blocks=\"%d\"".formatted(blocks);
        text.sample("vllm:cache_config_info", config, "1.0");
    }

    private void counters(PrometheusText text, EngineCounters counters) {
        text.counter("vllm:prompt_tokens_total", labels, counters.promptTokens);
        text.counter("vllm:generation_tokens_total", labels, counters.generationTokens);
        long queries = prefixCaching ? counters.prefixQueries : 0;
        text.counter("vllm:prefix_cache_queries_total", labels, queries);
        text.counter("vllm:prefix_cache_hits_total", labels, counters.prefixHits);
        text.counter("vllm:num_preemptions_total", labels, counters.preemptions);
        text.type("vllm:request_success_total", "counter");
        success(text, "stop", counters.stopped);
        success(text, "length", counters.atLength);
        success(text, "abort", counters.aborted);
    }

    private void success(PrometheusText text, String reason, long count) {
        var withReason = labels + ",finished_reason=\"" + reason + "\"";
        text.sample("vllm:request_success_total", withReason, count);
    }
}
