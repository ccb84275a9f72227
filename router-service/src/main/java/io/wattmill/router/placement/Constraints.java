// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.fleet.Engine;
import io.wattmill.router.fleet.EngineDescription;
import io.wattmill.router.fleet.EngineRole;
import io.wattmill.router.fleet.Node;
import io.wattmill.router.fleet.NodeState;
import io.wattmill.router.fleet.ServedModel;
import io.wattmill.router.placement.Obstacle.Kind;

import java.util.Map;
import java.util.Optional;

/** What no policy may overrule. */
final class Constraints {
    /** The kind of engine whose way of handing over gateways know. */
    private static final String HANDS_OVER = "vllm";

    private Constraints() {}

    /** What an engine has of a model with an adapter; empty adapter: of the model itself. */
    static Optional<ServedModel> served(Engine engine, String model, String adapter) {
        return engine.description()
                .model(model)
                .filter(served -> adapter.isEmpty() || served.loraAdapters().contains(adapter));
    }

    /** The first obstacle, in the order of {@link Kind}; empty when the engine may be used. */
    static Optional<Obstacle> first(Serving one, PlacementRequest request) {
        Optional<Obstacle> labels = labels(one.node(), request);
        return labels.isPresent() ? labels : fitness(one, request);
    }

    /** Of an engine that serves the model where it is wanted. Asked of each for each request. */
    private static Optional<Obstacle> fitness(Serving one, PlacementRequest request) {
        Node node = one.node();
        long limit = one.longestTokens();
        if (limit > 0 && request.longestTokens() > limit) {
            return obstacle(Kind.LENGTH, request.longestTokens() + " tokens exceed its " + limit);
        }
        if (!request.excludedNodes().isEmpty() && request.excludedNodes().contains(node.id())) {
            return obstacle(
                    Kind.EXCLUDED,
                    "left out by the gateway: failed this request, or others lately");
        }
        if (!one.canBePaired()) {
            return obstacle(Kind.UNFIT, "is one half of a pair, and only vLLM's are put together");
        }
        NodeState state = node.condition().state();
        if (state != NodeState.SERVING && state != NodeState.DEGRADED) {
            return obstacle(Kind.UNFIT, node.condition().text());
        }
        Optional<String> unavailable = one.engine().unavailable();
        return unavailable.isEmpty()
                ? Optional.empty()
                : unavailable.map(why -> new Obstacle(Kind.UNFIT, why));
    }

    /** Whether it computes requests whole, or gateways know how it hands over. */
    static boolean canBePaired(Engine engine) {
        EngineDescription told = engine.description();
        return told.role() == EngineRole.BOTH || told.kind().equals(HANDS_OVER);
    }

    private static Optional<Obstacle> labels(Node node, PlacementRequest request) {
        if (request.requiredLabels().isEmpty()) {
            return Optional.empty();
        }
        for (Map.Entry<String, String> label : request.requiredLabels().entrySet()) {
            if (!node.description().hasLabel(label.getKey(), label.getValue())) {
                return obstacle(Kind.LABEL, "is not " + label.getKey() + "=" + label.getValue());
            }
        }
        return Optional.empty();
    }

    /** Tokens of context that it takes; 0 when nobody tells. */
    static long longest(Engine engine, ServedModel served) {
        long context = served.maxLength();
        long kv = engine.description().kvCapacityTokens();
        return context == 0 ? kv : kv == 0 ? context : Math.min(context, kv);
    }

    private static Optional<Obstacle> obstacle(Kind kind, String reason) {
        return Optional.of(new Obstacle(kind, reason));
    }
}
