// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Pages of a busy host, as long as real ones: many GPUs at 400 W, an engine with histograms. */
final class DensePages {
    private static final int HISTOGRAM_LINES = 400;
    private static final long WATTS = 400;
    private static final String MODEL = "llama-3.1-8b";

    private static final String MODELS =
            "{\"object\":\"list\",\"data\":[{\"id\":\""
                    + MODEL
                    + "\",\"object\":\"model\",\"parent\":null,\"max_model_len\":131072}]}";

    private static final String HISTOGRAMS =
            IntStream.range(0, HISTOGRAM_LINES)
                    .mapToObj(
                            i ->
                                    "vllm:e2e_request_latency_seconds_bucket{engine=\"0\",le=\""
                                            + i
                                            + "\",model_name=\""
                                            + MODEL
                                            + "\"} 0.0\n")
                    .collect(Collectors.joining());

    private DensePages() {}

    /** The pages by path. */
    static Map<String, Supplier<String>> of(int gpus) {
        return Map.of(
                "/dcgm",
                () -> devices(gpus),
                "/metrics",
                DensePages::engine,
                "/v1/models",
                () -> MODELS);
    }

    private static String devices(int gpus) {
        var page = new StringBuilder();
        for (int gpu = 0; gpu < gpus; gpu++) {
            page.append(device(gpu));
        }
        return page.toString();
    }

    /** Its counter is the time since 1970 at that power, in millijoules. */
    private static String device(int gpu) {
        return """
        DCGM_FI_DEV_SM_CLOCK@1980
        DCGM_FI_DEV_MEM_CLOCK@2619
        DCGM_FI_DEV_MEMORY_TEMP@47
        DCGM_FI_DEV_GPU_TEMP@41
        DCGM_FI_DEV_POWER_USAGE@%1$d.0
        DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION@%2$d
        DCGM_FI_DEV_PCIE_REPLAY_COUNTER@0
        DCGM_FI_DEV_GPU_UTIL@50
        DCGM_FI_DEV_MEM_COPY_UTIL@20
        DCGM_FI_DEV_XID_ERRORS@0
        DCGM_FI_DEV_FB_FREE@1024
        DCGM_FI_DEV_FB_USED@80000
        DCGM_FI_DEV_POWER_MGMT_LIMIT@700.0
        """
                .formatted(WATTS, System.currentTimeMillis() * WATTS)
                .replace(
                        "@",
                        ("{gpu=\"%1$d\",UUID=\"GPU-%1$d\",pci_bus_id=\"00000000:%1$d8:00.0\","
                                        + "device=\"nvidia%1$d\",modelName=\"NVIDIA H100 80GB"
                                        + " HBM3\",Hostname=\"measured\"} ")
                                .formatted(gpu));
    }

    private static String engine() {
        long ms = System.currentTimeMillis() % 1_000_000_000;
        return """
        vllm:num_requests_running@32.0
        vllm:num_requests_waiting@2.0
        vllm:kv_cache_usage_perc@0.25
        vllm:prompt_tokens_total@%d.0
        vllm:generation_tokens_total@%d.0
        vllm:prefix_cache_queries_total@1000.0
        vllm:prefix_cache_hits_total@125.0
        vllm:num_preemptions_total@0.0
        vllm:cache_config_info{block_size="16",engine="0",num_gpu_blocks="27000"} 1.0
        """
                        .formatted(20 * ms, 2 * ms)
                        .replace("@", "{engine=\"0\",model_name=\"" + MODEL + "\"} ")
                + HISTOGRAMS;
    }
}
