// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tokens;

import io.wattmill.contract.fleet.v1.EngineView;
import io.wattmill.contract.fleet.v1.FleetSnapshot;
import io.wattmill.contract.fleet.v1.NodeState;
import io.wattmill.contract.fleet.v1.NodeView;

import java.util.List;
import java.util.Optional;

/**
 * An engine that can be asked for the tokens of a prompt.
 *
 * @param url base URL
 * @param takesSalts whether the gateway's salts reach its prefix cache
 */
public record TokenEngine(String url, boolean takesSalts) {

    private static final String VLLM = "vllm";
    private static final String SGLANG = "sglang";

    /**
     * Engines that serve the model and tell the tokens of such prompts. vLLM's /tokenize applies
     * the chat template; SGLang's takes texts only, and is asked where there is no vLLM.
     *
     * @param zone data zone that the prompt must not leave
     */
    public static List<TokenEngine> of(
            FleetSnapshot fleet, String model, Optional<String> zone, boolean chat) {
        List<TokenEngine> vllm = of(fleet, model, zone, VLLM);
        return vllm.isEmpty() && !chat ? of(fleet, model, zone, SGLANG) : vllm;
    }

    private static List<TokenEngine> of(
            FleetSnapshot fleet, String model, Optional<String> zone, String kind) {
        return fleet.getNodesList().stream()
                .filter(node -> node.getState() == NodeState.NODE_STATE_SERVING)
                .filter(node -> zone.isEmpty() || zone.get().equals(node.getZone()))
                .map(NodeView::getEnginesList)
                .flatMap(List::stream)
                .filter(engine -> engine.getKind().equals(kind) && serves(engine, model))
                .map(engine -> new TokenEngine(engine.getUrl(), kind.equals(VLLM)))
                .toList();
    }

    private static boolean serves(EngineView engine, String model) {
        return engine.getState().getReachable()
                && engine.getModelsList().stream()
                        .anyMatch(served -> served.getModel().equals(model));
    }
}
