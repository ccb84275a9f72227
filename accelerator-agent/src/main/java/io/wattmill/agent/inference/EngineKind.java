// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.inference;

/** The engines that this agent can read. */
public enum EngineKind {
    /** vLLM: {@code /metrics} and {@code /v1/models}. */
    VLLM("vllm");

    private final String wireName;

    EngineKind(String wireName) {
        this.wireName = wireName;
    }

    /** The name in the fleet contract. */
    public String wireName() {
        return wireName;
    }
}
