// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wattmill.agent.inference.EngineRole;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class RoleFlagTest {

    private static EngineRole vllm(String transfer) {
        return role(List.of("vllm", "serve", "m", "--kv-transfer-config", transfer));
    }

    private static EngineRole role(List<String> words) {
        return EngineCommand.of(words, Map.of()).orElseThrow().role();
    }

    @ParameterizedTest
    @CsvSource({"kv_producer,PREFILL", "kv_consumer,DECODE", "kv_both,BOTH", "other,BOTH"})
    void vllm_says_its_role_with_its_connector(String said, EngineRole role) {
        String json = "{\"kv_connector\":\"NixlConnector\",\"kv_role\":\"" + said + "\"}";
        assertEquals(role, vllm(json));
    }

    @Test
    void a_connector_that_hands_over_otherwise_is_no_role() {
        assertEquals(
                EngineRole.BOTH,
                vllm("{\"kv_connector\":\"MooncakeConnector\",\"kv_role\":\"kv_producer\"}"));
        assertEquals(EngineRole.BOTH, vllm("{oh"));
        assertEquals(EngineRole.BOTH, role(List.of("vllm", "serve", "m")));
    }

    @ParameterizedTest
    @CsvSource({"prefill,PREFILL", "decode,DECODE", "null,BOTH"})
    void sglang_says_its_mode(String mode, EngineRole role) {
        List<String> words = new ArrayList<>(List.of("python3", "-m", "sglang.launch_server"));
        words.addAll(List.of("--disaggregation-mode", mode));
        assertEquals(role, role(words));
    }
}
