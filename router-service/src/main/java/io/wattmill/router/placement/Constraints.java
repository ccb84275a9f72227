// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.fleet.Engine;
import io.wattmill.router.fleet.Node;
import io.wattmill.router.fleet.NodeState;
import io.wattmill.router.fleet.ServedModel;
import io.wattmill.router.placement.Obstacle.Kind;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What no policy may overrule. */
final class Constraints {
    /** One reason not to place, in a form that says why. */
    @FunctionalInterface
    private interface Constraint {
        Optional<Obstacle> check(Node node, Engine engine, PlacementRequest request);
    }

    private static final List<Constraint> ALL =
            List.of(
                    Constraints::model,
                    Constraints::labels,
                    Constraints::length,
                    Constraints::excluded,
                    Constraints::node,
                    Constraints::engine);

    private Constraints() {}

    /** The first obstacle, in the order of {@link Kind}; empty when the engine may be used. */
    static Optional<Obstacle> first(Node node, Engine engine, PlacementRequest request) {
        for (Constraint constraint : ALL) {
            Optional<Obstacle> obstacle = constraint.check(node, engine, request);
            if (obstacle.isPresent()) {
                return obstacle;
            }
        }
        return Optional.empty();
    }

    private static Optional<Obstacle> model(Node node, Engine engine, PlacementRequest request) {
        Optional<ServedModel> served = engine.description().model(request.model());
        if (served.isEmpty()) {
            return obstacle(Kind.MODEL, "does not serve " + request.model());
        }
        String adapter = request.loraAdapter();
        return adapter.isEmpty() || served.get().loraAdapters().contains(adapter)
                ? Optional.empty()
                : obstacle(Kind.MODEL, "does not have the adapter " + adapter);
    }

    private static Optional<Obstacle> labels(Node node, Engine engine, PlacementRequest request) {
        for (Map.Entry<String, String> label : request.requiredLabels().entrySet()) {
            if (!node.description().hasLabel(label.getKey(), label.getValue())) {
                return obstacle(Kind.LABEL, "is not " + label.getKey() + "=" + label.getValue());
            }
        }
        return Optional.empty();
    }

    private static Optional<Obstacle> length(Node node, Engine engine, PlacementRequest request) {
        long longest = request.longestTokens();
        long context =
                engine.description().model(request.model()).map(ServedModel::maxLength).orElse(0L);
        long kv = engine.description().kvCapacityTokens();
        long limit = context == 0 ? kv : kv == 0 ? context : Math.min(context, kv);
        return limit == 0 || longest <= limit
                ? Optional.empty()
                : obstacle(Kind.LENGTH, longest + " tokens exceed its " + limit);
    }

    private static Optional<Obstacle> excluded(Node node, Engine engine, PlacementRequest request) {
        return request.excludedNodes().contains(node.id())
                ? obstacle(
                        Kind.EXCLUDED,
                        "left out by the gateway: failed this request, or others lately")
                : Optional.empty();
    }

    private static Optional<Obstacle> node(Node node, Engine engine, PlacementRequest request) {
        NodeState state = node.condition().state();
        return state == NodeState.SERVING || state == NodeState.DEGRADED
                ? Optional.empty()
                : obstacle(Kind.UNFIT, node.condition().text());
    }

    private static Optional<Obstacle> engine(Node node, Engine engine, PlacementRequest request) {
        return engine.unavailable().map(why -> new Obstacle(Kind.UNFIT, why));
    }

    private static Optional<Obstacle> obstacle(Kind kind, String reason) {
        return Optional.of(new Obstacle(kind, reason));
    }
}
