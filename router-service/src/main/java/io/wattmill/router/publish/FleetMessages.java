// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.publish;

import io.wattmill.contract.fleet.v1.EngineBound;
import io.wattmill.contract.fleet.v1.EngineState;
import io.wattmill.contract.fleet.v1.EngineView;
import io.wattmill.contract.fleet.v1.FleetEvent;
import io.wattmill.contract.fleet.v1.NodeEvent;
import io.wattmill.contract.fleet.v1.NodeView;
import io.wattmill.contract.fleet.v1.ServedModel;
import io.wattmill.router.engine.Bound;
import io.wattmill.router.engine.OperatingPoint;
import io.wattmill.router.fleet.Condition;
import io.wattmill.router.fleet.Ejection;
import io.wattmill.router.fleet.Engine;
import io.wattmill.router.fleet.EngineReading;
import io.wattmill.router.fleet.EngineRole;
import io.wattmill.router.fleet.Node;
import io.wattmill.router.fleet.NodeReading;
import io.wattmill.router.fleet.NodeState;
import io.wattmill.router.fleet.Transition;
import io.wattmill.router.placement.EngineSlot;
import io.wattmill.router.wire.EnergyMessages;
import io.wattmill.router.wire.FitMessages;
import io.wattmill.router.wire.LatencyMessages;

/** The fleet view as the wire has it. */
public final class FleetMessages {
    private static final int MAX_CODE = 64;
    private static final int MAX_SUBJECT = 256;
    private static final int MAX_TEXT = 500;
    private static final long PPM_PER_PERCENT = 10_000;

    private FleetMessages() {}

    /** One transition. */
    public static FleetEvent event(Transition transition) {
        return FleetEvent.newBuilder()
                .setOccurredAtUs(transition.to().sinceUs())
                .setNodeId(transition.nodeId())
                .setFrom(state(transition.from()))
                .setTo(state(transition.to().state()))
                .setReason(transition.to().reason())
                .build();
    }

    /** Something that happened on a node; an agent that says more than a line is cut short. */
    public static FleetEvent event(String nodeId, NodeEvent event) {
        return FleetEvent.newBuilder()
                .setOccurredAtUs(event.getOccurredAtUs())
                .setNodeId(nodeId)
                .setReason(clipped(event.getText(), MAX_TEXT))
                .setCode(clipped(event.getCode(), MAX_CODE))
                .setSubject(clipped(event.getSubject(), MAX_SUBJECT))
                .build();
    }

    private static String clipped(String text, int length) {
        return text.substring(0, Math.min(text.length(), length));
    }

    /** Of a node, what its hello says. */
    static NodeView description(Node node) {
        return NodeView.newBuilder()
                .setNodeId(node.id())
                .setZone(node.description().zone())
                .putAllLabels(node.description().labels())
                .build();
    }

    /**
     * Of a node, how it stands.
     *
     * @param left requests on its engines, this router's and others'
     */
    static void condition(NodeView.Builder view, Node node, int left) {
        view.setState(state(node.condition().state()))
                .setReason(reason(node.condition(), left))
                .setStateSinceUs(node.condition().sinceUs())
                .setLastReportAtUs(node.heard().epochUs())
                .setRefusedReports(node.refusedReports());
        node.reading().ifPresent(reading -> readings(view, reading));
    }

    /** One that drains tells how far it is: when it is empty it may be taken away. */
    private static String reason(Condition condition, int left) {
        return condition.state() == NodeState.DRAINING
                ? condition.reason() + ", " + (left == 0 ? "empty" : left + " left")
                : condition.reason();
    }

    private static void readings(NodeView.Builder view, NodeReading reading) {
        view.setPowerMw(reading.powerMilliwatts())
                .setPowerCapMw(reading.powerCapMilliwatts())
                .setEnergyUj(reading.energyMicrojoules());
    }

    /** Of an engine, what its node's hello says. */
    static EngineView description(Engine engine) {
        EngineView.Builder view =
                EngineView.newBuilder()
                        .setEngineId(engine.key().engineId())
                        .setKind(engine.description().kind())
                        .setUrl(engine.description().url())
                        .setGpuType(engine.gpuType())
                        .setGpuCount(engine.description().deviceIds().size())
                        .setRole(role(engine.description().role()));
        engine.description().models().forEach(model -> view.addModels(model(model)));
        return view.build();
    }

    private static io.wattmill.contract.fleet.v1.EngineRole role(EngineRole role) {
        return switch (role) {
            case BOTH -> io.wattmill.contract.fleet.v1.EngineRole.ENGINE_ROLE_BOTH;
            case PREFILL -> io.wattmill.contract.fleet.v1.EngineRole.ENGINE_ROLE_PREFILL;
            case DECODE -> io.wattmill.contract.fleet.v1.EngineRole.ENGINE_ROLE_DECODE;
        };
    }

    /** Of an engine, what it does, and what the router knows of it. */
    static EngineView load(EngineView.Builder view, Engine engine, EngineSlot slot, int sharePpm) {
        view.setInFlight(slot.forecast().work().inFlight())
                .setInFlightPromptTokens(slot.forecast().work().prefillTokens())
                .setTtftP50Us(slot.ttftUs().value())
                .setTpotP50Us(slot.tpotUs().value())
                .setSharePpm(Math.max(1, sharePpm))
                .setEjectedUntilUs(engine.ejection().map(Ejection::untilUs).orElse(0L));
        PredictionMessages.write(view, slot);
        view.setKvHearing(KvMessages.of(slot.cache().word().cache()));
        pace(view, engine);
        engine.reading()
                .ifPresent(
                        reading ->
                                view.setState(state(engine, slot, reading))
                                        .setBound(bound(slot, reading)));
        return view.build();
    }

    private static void pace(EngineView.Builder view, Engine engine) {
        OperatingPoint point = engine.operatingPoint();
        view.setClockPpm(point.clockPercent() * PPM_PER_PERCENT)
                .setSlowedBy(engine.slowedBy())
                .setDeviceCapMw(point.capMilliwatts());
    }

    private static EngineBound bound(EngineSlot slot, EngineReading reading) {
        return slot.forecast()
                .bound(reading.waiting(), reading.kvUsedPpm())
                .map(FleetMessages::bound)
                .orElse(EngineBound.ENGINE_BOUND_UNSPECIFIED);
    }

    private static EngineBound bound(Bound bound) {
        return switch (bound) {
            case NOTHING -> EngineBound.ENGINE_BOUND_NOTHING;
            case DECODE_BANDWIDTH -> EngineBound.ENGINE_BOUND_DECODE_BANDWIDTH;
            case PREFILL_COMPUTE -> EngineBound.ENGINE_BOUND_PREFILL_COMPUTE;
            case KV_MEMORY -> EngineBound.ENGINE_BOUND_KV_MEMORY;
            case BATCH_SLOTS -> EngineBound.ENGINE_BOUND_BATCH_SLOTS;
        };
    }

    private static ServedModel model(io.wattmill.router.fleet.ServedModel model) {
        return ServedModel.newBuilder()
                .setModel(model.name())
                .setMaxModelLen(model.maxLength())
                .addAllLoraAdapters(model.loraAdapters())
                .build();
    }

    private static EngineState state(Engine engine, EngineSlot slot, EngineReading reading) {
        EngineState.Builder state =
                EngineState.newBuilder()
                        .setEngineId(reading.engineId())
                        .setReachable(reading.reachable())
                        .setUnreachableReason(reading.unreachableReason())
                        .setRunning(reading.running())
                        .setWaiting(reading.waiting())
                        .setKvUsedPpm(reading.kvUsedPpm())
                        .setPromptTokensTotal(reading.counters().promptTokens())
                        .setCachedTokensTotal(reading.counters().cachedTokens())
                        .setGenerationTokensTotal(reading.counters().generationTokens())
                        .setPreemptionsTotal(reading.counters().preemptions())
                        .setCoefficients(EnergyMessages.write(slot.coefficients(engine)));
        LatencyMessages.write(reading.latency(), state);
        reading.fit().map(FitMessages::write).ifPresent(state::setFit);
        return state.build();
    }

    private static io.wattmill.contract.fleet.v1.NodeState state(NodeState state) {
        return switch (state) {
            case JOINING -> io.wattmill.contract.fleet.v1.NodeState.NODE_STATE_JOINING;
            case SERVING -> io.wattmill.contract.fleet.v1.NodeState.NODE_STATE_SERVING;
            case DEGRADED -> io.wattmill.contract.fleet.v1.NodeState.NODE_STATE_DEGRADED;
            case DRAINING -> io.wattmill.contract.fleet.v1.NodeState.NODE_STATE_DRAINING;
            case DOWN -> io.wattmill.contract.fleet.v1.NodeState.NODE_STATE_DOWN;
        };
    }
}
