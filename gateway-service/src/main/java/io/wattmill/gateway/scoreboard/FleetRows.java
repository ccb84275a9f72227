// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.scoreboard;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.contract.fleet.v1.EngineView;
import io.wattmill.contract.fleet.v1.FleetSnapshot;
import io.wattmill.contract.fleet.v1.NodeState;
import io.wattmill.contract.fleet.v1.NodeView;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The fleet's part of the board. */
final class FleetRows {

    private static final String SOURCE = "router, device meters";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final History<FleetSnapshot> history;
    private final Optional<History.Sample<FleetSnapshot>> newest;
    private final long nowUs;

    FleetRows(History<FleetSnapshot> history, long nowUs) {
        this.history = history;
        this.newest = history.newest();
        this.nowUs = nowUs;
    }

    long ageMs() {
        return newest.map(sample -> (nowUs - sample.atUs()) / 1_000).orElse(0L);
    }

    Figure power() {
        return new Figure(watts(up().mapToLong(NodeView::getPowerMw).sum()), "W", SOURCE, ageMs());
    }

    Figure powerCap() {
        return new Figure(
                watts(up().mapToLong(NodeView::getPowerCapMw).sum()), "W", SOURCE, ageMs());
    }

    private Optional<BigDecimal> watts(long milliwatts) {
        return newest.map(_ -> BigDecimal.valueOf(milliwatts, 3));
    }

    /** Joules drawn in the window over its length; a node counts from and to where it was seen. */
    Optional<BigDecimal> meanWatts(long windowUs) {
        return history.pair(windowUs)
                .flatMap(
                        pair ->
                                Figure.ratio(
                                        drawnUj(pair.from().value(), pair.to().value()),
                                        pair.lengthUs()));
    }

    private static long drawnUj(FleetSnapshot from, FleetSnapshot to) {
        Map<String, Long> before = new HashMap<>();
        from.getNodesList().forEach(node -> before.put(node.getNodeId(), node.getEnergyUj()));
        return to.getNodesList().stream()
                .mapToLong(
                        node ->
                                Math.max(
                                        0,
                                        node.getEnergyUj()
                                                - before.getOrDefault(
                                                        node.getNodeId(), node.getEnergyUj())))
                .sum();
    }

    /**
     * A node that is down was last heard of some time ago: what it drew then is not what it draws.
     */
    private Stream<NodeView> up() {
        return nodes().stream().filter(node -> node.getState() != NodeState.NODE_STATE_DOWN);
    }

    private List<NodeView> nodes() {
        return newest.map(sample -> sample.value().getNodesList()).orElse(List.of());
    }

    ObjectNode json() {
        ObjectNode node = NODES.objectNode();
        node.put("source", "router").put("age_ms", ageMs()).put("total", nodes().size());
        ObjectNode states = node.putObject("by_state");
        nodes().forEach(view -> states.put(state(view), states.path(state(view)).asInt() + 1));
        ArrayNode list = node.putArray("list");
        nodes().forEach(view -> list.add(row(view)));
        return node;
    }

    private static ObjectNode row(NodeView view) {
        ObjectNode row = NODES.objectNode();
        row.put("node_id", view.getNodeId()).put("zone", view.getZone()).put("state", state(view));
        row.put("reason", view.getReason());
        row.put("power_watts", Figure.plain(BigDecimal.valueOf(view.getPowerMw(), 3)));
        row.put(
                "in_flight",
                view.getEnginesList().stream().mapToInt(EngineView::getInFlight).sum());
        return row;
    }

    private static String state(NodeView view) {
        NodeState state = view.getState();
        return state == NodeState.UNRECOGNIZED
                ? "unknown"
                : state.name().substring("NODE_STATE_".length()).toLowerCase(Locale.ROOT);
    }
}
