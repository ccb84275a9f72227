// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.enginepage;

import io.wattmill.agent.inference.EngineKind;

/**
 * Which metric tells which figure, by kind of engine. A line is a figure and its names, the newest
 * first: engines have renamed theirs, and the first one that a page has counts, never two at once.
 * {@code name{label=value}} means samples with this label only, {@code name[label]} the number that
 * stands in a label. A figure without a line is one that this kind does not tell.
 *
 * <p>Names: vLLM v1/metrics/loggers.py, SGLang references/production_metrics, TensorRT-LLM
 * tensorrt_llm/metrics/collector.py, Triton's TensorRT-LLM and vLLM backends, llama.cpp
 * tools/server/README.md, TGI docs/source/reference/metrics.md; SGLang's colon became an underscore
 * in some builds, and Dynamo puts a colon into TensorRT-LLM's names.
 */
final class MetricNames {

    private static final String VLLM =
            """
            running          vllm:num_requests_running
            waiting          vllm:num_requests_waiting
            kv-used          vllm:kv_cache_usage_perc vllm:gpu_cache_usage_perc
            prompt-tokens    vllm:prompt_tokens_total vllm:prompt_tokens
            cached-tokens    vllm:prefix_cache_hits_total vllm:prefix_cache_hits \
            vllm:gpu_prefix_cache_hits_total vllm:gpu_prefix_cache_hits
            generated-tokens vllm:generation_tokens_total vllm:generation_tokens
            preemptions      vllm:num_preemptions_total vllm:num_preemptions
            block-tokens     vllm:cache_config_info[block_size]
            kv-blocks        vllm:cache_config_info[num_gpu_blocks]
            finished         vllm:request_success_total vllm:request_success
            started-at       process_start_time_seconds vllm:prompt_tokens_created
            first-token      vllm:time_to_first_token_seconds
            next-token       vllm:inter_token_latency_seconds vllm:time_per_output_token_seconds
            """;

    private static final String SGLANG =
            """
            running          sglang:num_running_reqs sglang_num_running_reqs
            waiting          sglang:num_queue_reqs sglang_num_queue_reqs
            kv-used          sglang:token_usage sglang_token_usage
            prompt-tokens    sglang:prompt_tokens_total sglang_prompt_tokens_total
            cached-tokens    sglang:cached_tokens_total sglang_cached_tokens_total
            generated-tokens sglang:generation_tokens_total sglang_generation_tokens_total
            preemptions      sglang:num_retracted_requests_total sglang_num_retracted_requests_total
            block-tokens     sglang:cache_config_info[page_size] sglang:page_size
            kv-blocks        sglang:cache_config_info[num_pages]
            kv-tokens        sglang:max_total_num_tokens sglang_max_total_num_tokens
            finished         sglang:num_requests_total sglang_num_requests_total
            started-at       process_start_time_seconds
            first-token      sglang:time_to_first_token_seconds sglang_time_to_first_token_seconds
            next-token       sglang:inter_token_latency_seconds sglang_inter_token_latency_seconds \
            sglang:time_per_output_token_seconds
            """;

    private static final String TENSORRT_LLM =
            """
            running          trtllm_num_requests_running trtllm:num_requests_running
            waiting          trtllm_num_requests_waiting trtllm:num_requests_waiting
            kv-used          trtllm_kv_cache_utilization trtllm:kv_cache_utilization
            prompt-tokens    trtllm_prompt_tokens_total trtllm:prompt_tokens_total
            cached-tokens    trtllm_prompt_cached_tokens_total trtllm:prompt_cached_tokens_total
            generated-tokens trtllm_generation_tokens_total trtllm:generation_tokens_total
            block-tokens     trtllm_kv_cache_tokens_per_block trtllm:kv_cache_tokens_per_block
            kv-blocks        trtllm_kv_cache_max_blocks trtllm:kv_cache_max_blocks
            finished         trtllm_request_success_total trtllm:request_success_total
            started-at       process_start_time_seconds
            first-token      trtllm_time_to_first_token_seconds trtllm:time_to_first_token_seconds
            next-token       trtllm_time_per_output_token_seconds \
            trtllm:time_per_output_token_seconds
            """;

    /** "Scheduled" is in the batch; "active" would count those that wait, too. */
    private static final String TRITON =
            """
            running          nv_trt_llm_request_metrics{request_type=scheduled} \
            vllm:num_requests_running
            waiting          nv_trt_llm_request_metrics{request_type=waiting} \
            vllm:num_requests_waiting
            kv-used          nv_trt_llm_kv_cache_block_metrics{kv_cache_block_type=fraction} \
            vllm:kv_cache_usage_perc vllm:gpu_cache_usage_perc
            prompt-tokens    vllm:prompt_tokens_total
            generated-tokens vllm:generation_tokens_total
            block-tokens     nv_trt_llm_kv_cache_block_metrics{kv_cache_block_type=tokens_per}
            kv-blocks        nv_trt_llm_kv_cache_block_metrics{kv_cache_block_type=max}
            finished         nv_inference_request_success vllm:request_success_total
            first-token      vllm:time_to_first_token_seconds
            next-token       vllm:time_per_output_token_seconds
            """;

    /** Its count of prompt tokens leaves out those that it found in its cache. */
    private static final String LLAMA_CPP =
            """
            running          llamacpp:requests_processing
            waiting          llamacpp:requests_deferred
            kv-used          llamacpp:kv_cache_usage_ratio
            prompt-tokens    llamacpp:prompt_tokens_total
            generated-tokens llamacpp:tokens_predicted_total
            """;

    /** Its tgi_request_skipped_tokens are speculated ones, not prompt tokens from a cache. */
    private static final String TGI =
            """
            running          tgi_batch_current_size
            waiting          tgi_queue_size
            prompt-tokens    tgi_request_input_length_sum
            generated-tokens tgi_request_generated_tokens_sum
            finished         tgi_request_success_total tgi_request_success
            started-at       process_start_time_seconds
            next-token       tgi_request_mean_time_per_token_duration
            """;

    private MetricNames() {}

    /** The lines of a kind; none where it has no metrics. */
    static String of(EngineKind kind) {
        return switch (kind) {
            case VLLM -> VLLM;
            case SGLANG -> SGLANG;
            case TENSORRT_LLM -> TENSORRT_LLM;
            case TRITON -> TRITON;
            case LLAMA_CPP -> LLAMA_CPP;
            case TGI -> TGI;
            case OLLAMA -> "";
        };
    }
}
