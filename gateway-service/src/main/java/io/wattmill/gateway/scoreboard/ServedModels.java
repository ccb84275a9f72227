// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.scoreboard;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.contract.fleet.v1.EngineBound;
import io.wattmill.contract.fleet.v1.EngineView;
import io.wattmill.contract.fleet.v1.FleetSnapshot;
import io.wattmill.contract.fleet.v1.NodeState;
import io.wattmill.contract.fleet.v1.NodeView;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The models of the fleet: what binds their engines, and what their nodes draw. */
final class ServedModels {

    private static final String PREFIX = "ENGINE_BOUND_";

    private final History<FleetSnapshot> history;
    private final List<NodeView> nodes;

    ServedModels(History<FleetSnapshot> history) {
        this.history = history;
        this.nodes =
                history.newest().map(sample -> sample.value().getNodesList()).orElse(List.of());
    }

    /** Their names. */
    Set<String> names() {
        return nodes.stream()
                .filter(ServedModels::isUp)
                .flatMap(node -> models(node).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Joules that the nodes of a model drew over the length of the window. Empty when they serve
     * other models too: nothing tells whose joules they are.
     */
    Optional<BigDecimal> meanWatts(String model, long windowUs) {
        boolean alone =
                nodes.stream()
                        .map(ServedModels::models)
                        .allMatch(names -> !names.contains(model) || names.size() == 1);
        return alone
                ? FleetRows.meanWatts(history, windowUs, node -> models(node).contains(model))
                : Optional.empty();
    }

    private static Set<String> models(NodeView node) {
        return node.getEnginesList().stream()
                .flatMap(engine -> models(engine).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> models(EngineView engine) {
        return engine.getModelsList().stream().map(model -> model.getModel()).toList();
    }

    private static boolean isUp(NodeView node) {
        return node.getState() != NodeState.NODE_STATE_DOWN;
    }

    /** What binds most of a model's engines that are up; of as many, what binds harder. */
    ObjectNode boundBy(String model) {
        Map<EngineBound, Long> counts = bounds(model);
        Optional<Map.Entry<EngineBound, Long>> most =
                counts.entrySet().stream()
                        .filter(entry -> isKnown(entry.getKey()))
                        .max(
                                Map.Entry.<EngineBound, Long>comparingByValue()
                                        .thenComparing(
                                                Map.Entry.comparingByKey(
                                                        Comparator.naturalOrder())));
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        most.ifPresentOrElse(
                entry -> node.put("value", text(entry.getKey())), () -> node.putNull("value"));
        node.put("engines", most.map(Map.Entry::getValue).orElse(0L))
                .put("of", counts.values().stream().mapToLong(Long::longValue).sum());
        if (most.isEmpty()) {
            node.put(
                    "reason",
                    counts.isEmpty()
                            ? "no engine that is up serves it"
                            : "the engine model does not know this model on these GPUs");
        }
        return node;
    }

    private Map<EngineBound, Long> bounds(String model) {
        return nodes.stream()
                .filter(ServedModels::isUp)
                .flatMap(node -> node.getEnginesList().stream())
                .filter(engine -> models(engine).contains(model))
                .collect(
                        Collectors.groupingBy(
                                EngineView::getBound, TreeMap::new, Collectors.counting()));
    }

    private static boolean isKnown(EngineBound bound) {
        return bound != EngineBound.ENGINE_BOUND_UNSPECIFIED && bound != EngineBound.UNRECOGNIZED;
    }

    private static String text(EngineBound bound) {
        return bound.name().substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
