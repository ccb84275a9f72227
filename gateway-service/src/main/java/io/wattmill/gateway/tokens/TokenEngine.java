// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tokens;

import io.wattmill.contract.fleet.v1.EngineView;
import io.wattmill.contract.fleet.v1.FleetSnapshot;
import io.wattmill.contract.fleet.v1.KvHearing.State;
import io.wattmill.contract.fleet.v1.NodeState;
import io.wattmill.contract.fleet.v1.NodeView;
import io.wattmill.gateway.fleet.ServedNames;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An engine that can be asked for the tokens of a prompt.
 *
 * @param url base URL
 * @param takesSalts whether the gateway's salts reach its prefix cache
 * @param adapter the LoRA adapter that was asked for; empty = the model itself
 */
public record TokenEngine(String url, boolean takesSalts, String adapter) {

    private static final String VLLM = "vllm";
    private static final String SGLANG = "sglang";
    private static final Set<State> LISTENED_TO =
            Set.of(State.STATE_BLIND, State.STATE_PARTIAL, State.STATE_EXACT);

    /**
     * Engines that serve the model and tell the tokens of such prompts. vLLM's /tokenize applies
     * the chat template; SGLang's takes texts only, and is asked where there is no vLLM.
     *
     * @param model a model, or an adapter by its own name
     * @param zone data zone that the prompt must not leave
     */
    public static List<TokenEngine> of(
            FleetSnapshot fleet, String model, Optional<String> zone, boolean chat) {
        List<TokenEngine> vllm = of(fleet, model, zone, VLLM);
        return vllm.isEmpty() && !chat ? of(fleet, model, zone, SGLANG) : vllm;
    }

    private static List<TokenEngine> of(
            FleetSnapshot fleet, String model, Optional<String> zone, String kind) {
        return nodes(fleet, zone)
                .filter(node -> node.getState() == NodeState.NODE_STATE_SERVING)
                .flatMap(node -> node.getEnginesList().stream())
                .filter(engine -> engine.getKind().equals(kind) && serves(engine, model))
                .map(engine -> tellsOf(engine, model))
                .toList();
    }

    private static boolean serves(EngineView engine, String model) {
        return engine.getState().getReachable() && ServedNames.has(engine, model);
    }

    private static TokenEngine tellsOf(EngineView engine, String model) {
        String adapter = ServedNames.hasModel(engine, model) ? "" : model;
        return new TokenEngine(engine.getUrl(), engine.getKind().equals(VLLM), adapter);
    }

    /**
     * Whether names are of use: the router listens to what an engine of the model tells of its
     * cache. One that is not understood now counts, for only requests with names show whether its
     * word is right again.
     */
    public static boolean isHeard(FleetSnapshot fleet, String model, Optional<String> zone) {
        return nodes(fleet, zone)
                .flatMap(node -> node.getEnginesList().stream())
                .filter(engine -> ServedNames.has(engine, model))
                .anyMatch(engine -> LISTENED_TO.contains(engine.getKvHearing().getState()));
    }

    private static Stream<NodeView> nodes(FleetSnapshot fleet, Optional<String> zone) {
        return fleet.getNodesList().stream()
                .filter(node -> zone.isEmpty() || zone.get().equals(node.getZone()));
    }
}
