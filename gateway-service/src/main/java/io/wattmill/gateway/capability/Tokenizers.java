// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.capability;

import io.wattmill.contract.fleet.v1.EngineView;
import io.wattmill.contract.fleet.v1.FleetSnapshot;
import io.wattmill.contract.fleet.v1.NodeState;
import io.wattmill.contract.fleet.v1.NodeView;
import io.wattmill.gateway.fleet.ServedNames;

import java.util.Optional;

/** Who can be asked how many tokens a prompt is. */
final class Tokenizers {

    /** The kind of engine that has {@code /tokenize}. */
    private static final String VLLM = "vllm";

    private Tokenizers() {}

    /** Base URL of an engine that serves the model, in the zone where one is demanded. */
    static Optional<String> find(FleetSnapshot fleet, String model, Optional<String> zone) {
        return fleet.getNodesList().stream()
                .filter(node -> node.getState() == NodeState.NODE_STATE_SERVING)
                .filter(node -> zone.isEmpty() || zone.get().equals(node.getZone()))
                .map(NodeView::getEnginesList)
                .flatMap(engines -> engines.stream().filter(engine -> counts(engine, model)))
                .map(EngineView::getUrl)
                .findFirst();
    }

    private static boolean counts(EngineView engine, String model) {
        return engine.getKind().equals(VLLM)
                && engine.getState().getReachable()
                && ServedNames.has(engine, model);
    }
}
