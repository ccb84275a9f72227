// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.publish;

import io.wattmill.contract.fleet.v1.EngineView;
import io.wattmill.contract.fleet.v1.FleetSnapshot;
import io.wattmill.contract.fleet.v1.NodeView;
import io.wattmill.router.fleet.Engine;
import io.wattmill.router.fleet.Moment;
import io.wattmill.router.fleet.Node;
import io.wattmill.router.fleet.NodeDescription;
import io.wattmill.router.placement.Dispatcher;

import java.util.HashMap;
import java.util.Map;

/**
 * Snapshots of the fleet. What a node says in its hello is put into messages once and stands until
 * its next hello; only what its reports and the requests change is written anew, each second, for
 * each node. Not thread-safe.
 */
final class Sketches {

    /**
     * What of a node's view stays.
     *
     * @param said the hello that it is made of; another one is another object
     * @param node without what changes
     * @param engines likewise, by engine id
     */
    private record Sketch(NodeDescription said, NodeView node, Map<String, EngineView> engines) {}

    private final Map<String, Sketch> nodes = new HashMap<>();

    /** The whole view. */
    FleetSnapshot snapshot(String routerId, Dispatcher router, Moment now) {
        FleetSnapshot.Builder snapshot =
                FleetSnapshot.newBuilder().setRouterId(routerId).setTakenAtUs(now.epochUs());
        router.nodes().forEach(node -> snapshot.addNodes(view(node, router, now)));
        if (nodes.size() > snapshot.getNodesCount()) {
            forget(router);
        }
        return snapshot.build();
    }

    private NodeView view(Node node, Dispatcher router, Moment now) {
        Sketch sketch = sketch(node);
        NodeView.Builder view = sketch.node().toBuilder();
        FleetMessages.condition(view, node, left(node, router));
        for (Engine engine : node.engines()) {
            EngineView known = sketch.engines().get(engine.key().engineId());
            if (known != null) {
                int share = router.fleet().sharePpm(engine, now);
                view.addEngines(
                        FleetMessages.load(known.toBuilder(), engine, router.slot(engine), share));
            }
        }
        return view.build();
    }

    private static int left(Node node, Dispatcher router) {
        return node.engines().stream()
                .mapToInt(engine -> router.slot(engine).forecast().work().sequences())
                .sum();
    }

    private Sketch sketch(Node node) {
        Sketch known = nodes.get(node.id());
        if (known != null && known.said() == node.description()) {
            return known;
        }
        Map<String, EngineView> engines = new HashMap<>();
        for (Engine engine : node.engines()) {
            engines.put(engine.key().engineId(), FleetMessages.description(engine));
        }
        Sketch drawn = new Sketch(node.description(), FleetMessages.description(node), engines);
        nodes.put(node.id(), drawn);
        return drawn;
    }

    private void forget(Dispatcher router) {
        nodes.keySet().removeIf(id -> router.fleet().find(id).isEmpty());
    }
}
