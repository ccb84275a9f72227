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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The fleet's part of the board. */
final class FleetRows {

    static final String UNHEARD = "the router's snapshot has not been heard yet";
    private static final String EMULATED_LABEL = "emulated";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final History<FleetSnapshot> history;
    private final Optional<History.Sample<FleetSnapshot>> newest;
    private final long nowUs;

    FleetRows(History<FleetSnapshot> history, long nowUs) {
        this.history = history;
        this.newest = history.newest();
        this.nowUs = nowUs;
    }

    /** What figures of the device meters rest on. */
    Figure.Basis meters(String source) {
        boolean emulated = nodes().stream().anyMatch(FleetRows::isEmulated);
        return new Figure.Basis(source, emulated ? Trust.TWIN : Trust.MEASURED, ageMs());
    }

    OptionalLong ageMs() {
        return newest.map(sample -> OptionalLong.of((nowUs - sample.atUs()) / 1_000))
                .orElseGet(OptionalLong::empty);
    }

    /** What the devices draw now. */
    Optional<BigDecimal> watts() {
        return newest.map(_ -> milliwatts(up().mapToLong(NodeView::getPowerMw).sum()));
    }

    /** What the devices may draw. */
    Optional<BigDecimal> capWatts() {
        return newest.map(_ -> milliwatts(up().mapToLong(NodeView::getPowerCapMw).sum()))
                .filter(cap -> cap.signum() > 0);
    }

    private static BigDecimal milliwatts(long milliwatts) {
        return BigDecimal.valueOf(milliwatts, 3);
    }

    /** Joules drawn in the window over its length; a node counts from and to where it was seen. */
    Optional<BigDecimal> meanWatts(long windowUs) {
        return meanWatts(history, windowUs, _ -> true);
    }

    /** As {@link #meanWatts(long)}, of some nodes. */
    static Optional<BigDecimal> meanWatts(
            History<FleetSnapshot> history, long windowUs, Predicate<NodeView> which) {
        return history.pair(windowUs)
                .flatMap(
                        pair ->
                                Figure.ratio(
                                        drawnUj(pair.from().value(), pair.to().value(), which),
                                        pair.lengthUs()));
    }

    /** Power over the last minute, for its trend. */
    Optional<PowerTrend> trend() {
        return PowerTrend.of(
                history.samples().stream()
                        .map(
                                sample ->
                                        new PowerTrend.Reading(
                                                sample.atUs(), wattsOf(sample.value())))
                        .toList());
    }

    private static double wattsOf(FleetSnapshot snapshot) {
        return snapshot.getNodesList().stream()
                        .filter(FleetRows::isUp)
                        .mapToLong(NodeView::getPowerMw)
                        .sum()
                / 1e3;
    }

    private static long drawnUj(FleetSnapshot from, FleetSnapshot to, Predicate<NodeView> which) {
        Map<String, Long> before = new HashMap<>();
        from.getNodesList().forEach(node -> before.put(node.getNodeId(), node.getEnergyUj()));
        return to.getNodesList().stream()
                .filter(which)
                .mapToLong(
                        node ->
                                Math.max(
                                        0,
                                        node.getEnergyUj()
                                                - before.getOrDefault(
                                                        node.getNodeId(), node.getEnergyUj())))
                .sum();
    }

    /** What the devices did with their time in the window. */
    GpuTime gpuTime(long windowUs) {
        return GpuTime.of(history, windowUs);
    }

    /**
     * A node that is down was last heard of some time ago: what it drew then is not what it draws.
     */
    private Stream<NodeView> up() {
        return nodes().stream().filter(FleetRows::isUp);
    }

    private static boolean isUp(NodeView node) {
        return node.getState() != NodeState.NODE_STATE_DOWN;
    }

    private List<NodeView> nodes() {
        return newest.map(sample -> sample.value().getNodesList()).orElse(List.of());
    }

    private static boolean isEmulated(NodeView node) {
        return node.getLabelsOrDefault(EMULATED_LABEL, "").equals("true");
    }

    ObjectNode json() {
        ObjectNode node = NODES.objectNode();
        new Figure.Basis("router", Trust.MEASURED, ageMs()).into(node).put("total", nodes().size());
        ObjectNode states = node.putObject("by_state");
        nodes().forEach(
                        view ->
                                states.put(
                                        state(view.getState()),
                                        states.path(state(view.getState())).asInt() + 1));
        ArrayNode list = node.putArray("list");
        nodes().stream()
                .sorted(Comparator.comparing(NodeView::getNodeId))
                .forEach(view -> list.add(row(view)));
        return node;
    }

    private static ObjectNode row(NodeView view) {
        ObjectNode row = NODES.objectNode();
        row.put("node_id", view.getNodeId())
                .put("zone", view.getZone())
                .put("state", state(view.getState()));
        row.put("reason", view.getReason()).put("state_since_us", view.getStateSinceUs());
        row.put("refused_reports", view.getRefusedReports());
        row.put("power_watts", Figure.plain(milliwatts(view.getPowerMw())));
        Figure.put(
                row,
                "power_cap_watts",
                Optional.of(milliwatts(view.getPowerCapMw())).filter(cap -> cap.signum() > 0));
        row.put("emulated", isEmulated(view));
        row.put(
                "in_flight",
                view.getEnginesList().stream().mapToInt(EngineView::getInFlight).sum());
        row.set("engines", EngineRows.of(view));
        return row;
    }

    /** Routers whose snapshot came within {@code silenceUs}. */
    long routers(long silenceUs) {
        return history.samples().stream()
                .filter(sample -> nowUs - sample.atUs() <= silenceUs)
                .map(sample -> sample.value().getRouterId())
                .distinct()
                .count();
    }

    static String state(NodeState state) {
        return state == NodeState.UNRECOGNIZED
                ? "unknown"
                : state.name().substring("NODE_STATE_".length()).toLowerCase(Locale.ROOT);
    }
}
