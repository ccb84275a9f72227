// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.testing;

/** Pages as exporters and engines write them. */
public final class Pages {

    private Pages() {}

    /** One H100 as dcgm-exporter shows it. */
    public static String dcgm(long energyMj, String powerW) {
        String labels =
                "{gpu=\"0\",UUID=\"GPU-a\",pci_bus_id=\"00000000:18:00.0\",device=\"nvidia0\","
                        + "modelName=\"NVIDIA H100 80GB HBM3\",Hostname=\"gpu-17\"} ";
        return """
        # HELP DCGM_FI_DEV_SM_CLOCK SM clock frequency (in MHz).
        # TYPE DCGM_FI_DEV_SM_CLOCK gauge
        DCGM_FI_DEV_SM_CLOCK@1980
        DCGM_FI_DEV_GPU_TEMP@41
        DCGM_FI_DEV_POWER_USAGE@%s
        DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION@%d
        DCGM_FI_DEV_GPU_UTIL@37
        DCGM_FI_DEV_XID_ERRORS{gpu="0",UUID="GPU-a",err_code="0",err_msg="No Error"} 0
        DCGM_FI_DEV_FB_FREE@1024
        DCGM_FI_DEV_FB_USED@80000
        DCGM_FI_DEV_POWER_MGMT_LIMIT@700.000000
        DCGM_FI_DEV_CLOCK_THROTTLE_REASONS@4
        DCGM_FI_PROF_GR_ENGINE_ACTIVE@0.5
        """
                .formatted(powerW, energyMj)
                .replace("@", labels);
    }

    /** A vLLM server with one engine. */
    public static String vllm(int running, int waiting, long prompt, long generated) {
        return """
        # TYPE vllm:num_requests_running gauge
        vllm:num_requests_running@%d.0
        vllm:num_requests_waiting@%d.0
        vllm:kv_cache_usage_perc@0.25
        vllm:prompt_tokens_total@%d.0
        vllm:generation_tokens_total@%d.0
        vllm:prefix_cache_queries_total@1000.0
        vllm:prefix_cache_hits_total@1.25e+02
        vllm:num_preemptions_total@3.0
        vllm:time_to_first_token_seconds_bucket{engine="0",le="0.001",model_name="m"} 0.0
        vllm:cache_config_info{block_size="16",engine="0",num_gpu_blocks="2048"} 1.0
        """
                .formatted(running, waiting, prompt, generated)
                .replace("@", "{engine=\"0\",model_name=\"llama-3.1-8b\"} ");
    }

    /** A model list as vLLM writes it. */
    public static String models(String... names) {
        StringBuilder list = new StringBuilder();
        for (String name : names) {
            list.append(list.isEmpty() ? "" : ",")
                    .append("{\"id\":\"")
                    .append(name)
                    .append("\",\"object\":\"model\",\"parent\":null,\"max_model_len\":131072}");
        }
        return "{\"object\":\"list\",\"data\":[" + list + "]}";
    }
}
