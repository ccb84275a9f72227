// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.emulator.text.AnswerLength.FinishReason;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.regex.Pattern;

class ExpositionTest {
    private static final Pattern SAMPLE =
            Pattern.compile(
                    "[a-zA-Z_:][a-zA-Z0-9_:]*\\{[a-zA-Z_]+=\"[^\"]*\"(,[a-zA-Z_]+=\"[^\"]*\")*}"
                            + " [0-9.]+");

    @Test
    void speaksVllmsNames() {
        var counters = new EngineCounters();
        counters.prompt(100, 0);
        counters.firstToken(30_000_000);
        counters.furtherToken(9_000_000);
        counters.finished(FinishReason.STOP, 400_000_000);
        counters.aborted();
        var text =
                new VllmExposition("llama", true)
                        .text(new EngineGauges(3, 2, 250, 1_000), counters);
        assertWellFormed(text);
        var of = "{engine=\"0\",model_name=\"llama\"";
        for (var line :
                List.of(
                        "vllm:num_requests_running" + of + "} 3",
                        "vllm:num_requests_waiting" + of + "} 2",
                        "vllm:kv_cache_usage_perc" + of + "} 0.250000",
                        "vllm:prompt_tokens_total" + of + "} 100",
                        "vllm:generation_tokens_total" + of + "} 2",
                        "vllm:prefix_cache_queries_total" + of + "} 100",
                        "vllm:prefix_cache_hits_total" + of + "} 0",
                        "vllm:num_preemptions_total" + of + "} 0",
                        "vllm:request_success_total" + of + ",finished_reason=\"stop\"} 1",
                        "vllm:request_success_total" + of + ",finished_reason=\"length\"} 0",
                        "vllm:request_success_total" + of + ",finished_reason=\"abort\"} 1",
                        "vllm:time_to_first_token_seconds_bucket" + of + ",le=\"0.02\"} 0",
                        "vllm:time_to_first_token_seconds_bucket" + of + ",le=\"0.04\"} 1",
                        "vllm:time_to_first_token_seconds_sum" + of + "} 0.030000000",
                        "vllm:inter_token_latency_seconds_count" + of + "} 1",
                        "vllm:e2e_request_latency_seconds_bucket" + of + ",le=\"+Inf\"} 1")) {
            assertTrue(text.contains(line + "\n"), line);
        }
        assertTrue(text.contains("block_size=\"16\"") && text.contains("num_gpu_blocks=\"62\""));
    }

    @Test
    void speaksDcgmsNamesLabelsAndUnits() {
        var device =
                new DeviceIdentity(0, "GPU-1", "NVIDIA H100", "node-1", 81_920, 700_000, 1_980);
        var text =
                new DcgmExposition(List.of(device))
                        .text(List.of(new DeviceReading(433_250, 1_234_567, true, 73_728)));
        assertWellFormed(text);
        var of =
                "{gpu=\"0\",UUID=\"GPU-1\",device=\"nvidia0\",modelName=\"NVIDIA"
                        + " H100\",Hostname=\"node-1\"} ";
        for (var line :
                List.of(
                        "DCGM_FI_DEV_POWER_USAGE" + of + "433.250",
                        "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION" + of + "1234567",
                        "DCGM_FI_DEV_GPU_TEMP" + of + "59",
                        "DCGM_FI_DEV_SM_CLOCK" + of + "1980",
                        "DCGM_FI_DEV_GPU_UTIL" + of + "100",
                        "DCGM_FI_DEV_FB_USED" + of + "73728",
                        "DCGM_FI_DEV_FB_FREE" + of + "8192",
                        "DCGM_FI_DEV_POWER_MGMT_LIMIT" + of + "700",
                        "DCGM_FI_DEV_XID_ERRORS" + of + "0")) {
            assertTrue(text.contains(line + "\n"), line);
        }
    }

    @Test
    void escapesLabels() {
        assertEquals("a\\\"b\\\\c\\n", PrometheusText.escaped("a\"b\\c\n"));
    }

    private static void assertWellFormed(String text) {
        text.lines()
                .filter(line -> !line.startsWith("# "))
                .forEach(line -> assertTrue(SAMPLE.matcher(line).matches(), line));
    }
}
