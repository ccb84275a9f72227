// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.testing;

/** Pages as each kind of engine writes them, made up from the names that it documents. */
public final class EnginePages {

    /** SGLang with {@code --enable-metrics}. */
    public static final String SGLANG =
            """
            # TYPE sglang:num_running_reqs gauge
            sglang:num_running_reqs{engine_type="unified",model_name="m"} 3.0
            sglang:num_queue_reqs{engine_type="unified",model_name="m"} 1.0
            sglang:token_usage{engine_type="unified",model_name="m"} 0.28
            sglang:cache_hit_rate{engine_type="unified",model_name="m"} 0.0075
            sglang:gen_throughput{engine_type="unified",model_name="m"} 86.5
            sglang:max_total_num_tokens{engine_type="unified",model_name="m"} 452000.0
            sglang:cache_config_info{page_size="64",model_name="m"} 1.0
            sglang:prompt_tokens_total{model_name="m"} 8128.0
            sglang:generation_tokens_total{model_name="m"} 7557.0
            sglang:cached_tokens_total{cache_source="device",model_name="m"} 500.0
            sglang:cached_tokens_total{cache_source="host",model_name="m"} 200.0
            sglang:num_requests_total{model_name="m"} 40.0
            sglang:num_retracted_requests_total{model_name="m"} 2.0
            sglang:time_to_first_token_seconds_sum{model_name="m"} 2.3
            sglang:time_to_first_token_seconds_bucket{le="0.1",model_name="m"} 10.0
            sglang:time_to_first_token_seconds_bucket{le="+Inf",model_name="m"} 11.0
            sglang:inter_token_latency_seconds_bucket{le="0.01",model_name="m"} 390.0
            sglang:inter_token_latency_seconds_bucket{le="+Inf",model_name="m"} 400.0
            """;

    /** trtllm-serve with {@code return_perf_metrics} and {@code enable_iter_perf_stats}. */
    public static final String TENSORRT_LLM =
            """
            trtllm_num_requests_running{engine_type="trtllm",model_name="m"} 12.0
            trtllm_num_requests_waiting{engine_type="trtllm",model_name="m"} 4.0
            trtllm_kv_cache_utilization{engine_type="trtllm",model_name="m"} 0.61
            trtllm_kv_cache_hit_rate{engine_type="trtllm",model_name="m"} 0.17
            trtllm_kv_cache_tokens_per_block{engine_type="trtllm",model_name="m"} 32.0
            trtllm_kv_cache_max_blocks{engine_type="trtllm",model_name="m"} 5000.0
            trtllm_prompt_tokens_total{engine_type="trtllm",model_name="m"} 52000.0
            trtllm_prompt_cached_tokens_total{engine_type="trtllm",model_name="m"} 9000.0
            trtllm_generation_tokens_total{engine_type="trtllm",model_name="m"} 6100.0
            trtllm_request_success_total{finished_reason="stop",model_name="m"} 70.0
            trtllm_request_success_total{finished_reason="length",model_name="m"} 7.0
            trtllm_time_to_first_token_seconds_bucket{le="0.25",model_name="m"} 70.0
            trtllm_time_to_first_token_seconds_bucket{le="+Inf",model_name="m"} 77.0
            trtllm_time_per_output_token_seconds_bucket{le="0.025",model_name="m"} 77.0
            trtllm_time_per_output_token_seconds_bucket{le="+Inf",model_name="m"} 77.0
            """;

    /** Triton with its TensorRT-LLM backend. */
    public static final String TRITON =
            """
            nv_inference_request_success{model="tensorrt_llm",version="1"} 1000
            nv_inference_pending_request_count{model="tensorrt_llm",version="1"} 7
            nv_trt_llm_request_metrics{model="tensorrt_llm",request_type="context",version="1"} 3
            nv_trt_llm_request_metrics{model="tensorrt_llm",request_type="scheduled",version="1"} 5
            nv_trt_llm_request_metrics{model="tensorrt_llm",request_type="waiting",version="1"} 7
            nv_trt_llm_request_metrics{model="tensorrt_llm",request_type="active",version="1"} 12
            nv_trt_llm_request_metrics{model="tensorrt_llm",request_type="max",version="1"} 512
            nv_trt_llm_kv_cache_block_metrics{kv_cache_block_type="fraction",model="m"} 0.4875
            nv_trt_llm_kv_cache_block_metrics{kv_cache_block_type="tokens_per",model="m"} 64
            nv_trt_llm_kv_cache_block_metrics{kv_cache_block_type="used",model="m"} 3042
            nv_trt_llm_kv_cache_block_metrics{kv_cache_block_type="max",model="m"} 6239
            """;

    /** llama-server with {@code --metrics}. */
    public static final String LLAMA_CPP =
            """
            # HELP llamacpp:prompt_tokens_total Number of prompt tokens processed.
            llamacpp:prompt_tokens_total 33065
            llamacpp:prompt_seconds_total 235.743
            llamacpp:tokens_predicted_total 7801
            llamacpp:tokens_predicted_seconds_total 412.5
            llamacpp:predicted_tokens_seconds 18.9
            llamacpp:requests_processing 2
            llamacpp:requests_deferred 1
            """;

    /** Its model list. */
    public static final String LLAMA_CPP_MODELS =
            """
            {"object":"list","data":[{"id":"qwen.gguf","object":"model","created":1,
             "owned_by":"llamacpp","meta":{"n_ctx":8192,"n_ctx_train":32768}}]}
            """;

    /** TGI. */
    public static final String TGI =
            """
            tgi_batch_current_size 6
            tgi_queue_size 2
            tgi_batch_current_max_tokens 8192
            tgi_request_success 9
            tgi_request_input_length_sum 4096
            tgi_request_input_length_count 9
            tgi_request_generated_tokens_sum 512
            tgi_request_skipped_tokens_sum 31
            tgi_request_mean_time_per_token_duration_bucket{le="0.05"} 8
            tgi_request_mean_time_per_token_duration_bucket{le="+Inf"} 9
            """;

    /** Its {@code /info}. */
    public static final String TGI_INFO =
            """
            {"model_id":"meta-llama/Llama-3.1-8B-Instruct","model_sha":"abc","max_total_tokens":4096,
             "max_concurrent_requests":128,"router":"text-generation-router","version":"3.3.4"}
            """;

    /** What Ollama has loaded. */
    public static final String OLLAMA_PS =
            """
            {"models":[{"name":"gemma3:4b","model":"gemma3:4b","size":6591830464,
             "size_vram":5333539264,"context_length":8192}]}
            """;

    /** What Ollama was told to pull. */
    public static final String OLLAMA_TAGS =
            """
            {"models":[{"name":"gemma3:4b","size":3338801804},{"name":"llama3.2:latest","size":1}]}
            """;

    private EnginePages() {}
}
