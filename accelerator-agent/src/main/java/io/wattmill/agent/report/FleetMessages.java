// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.report;

import io.wattmill.agent.device.DevicePart;
import io.wattmill.agent.device.Quantity;
import io.wattmill.agent.health.Fitness;
import io.wattmill.agent.health.Happening;
import io.wattmill.agent.inference.EngineConfig;
import io.wattmill.agent.inference.EngineLatency;
import io.wattmill.agent.inference.EngineReading;
import io.wattmill.agent.inference.EngineScan;
import io.wattmill.agent.inference.Figure;
import io.wattmill.agent.inference.KvEventsConfig;
import io.wattmill.agent.inference.ServedModelReading;
import io.wattmill.agent.source.SourceFailure;
import io.wattmill.contract.fleet.v1.DeviceCondition;
import io.wattmill.contract.fleet.v1.DeviceHealth;
import io.wattmill.contract.fleet.v1.DeviceInfo;
import io.wattmill.contract.fleet.v1.DeviceState;
import io.wattmill.contract.fleet.v1.EngineInfo;
import io.wattmill.contract.fleet.v1.EngineRole;
import io.wattmill.contract.fleet.v1.EngineState;
import io.wattmill.contract.fleet.v1.NodeEvent;
import io.wattmill.contract.fleet.v1.NodeHealth;
import io.wattmill.contract.fleet.v1.NodeHello;
import io.wattmill.contract.fleet.v1.NodeReport;
import io.wattmill.contract.fleet.v1.ServedModel;
import io.wattmill.contract.fleet.v1.SilentDevice;

import java.util.stream.Collectors;

/** The picture in the words of the fleet contract. */
public final class FleetMessages {

    /** By it the scoreboard tells figures of emulated devices from measured ones. */
    private static final String EMULATED_LABEL = "emulated";

    private FleetMessages() {}

    /** What changes rarely; equal pictures give equal messages. */
    public static NodeHello hello(NodePicture picture) {
        NodeIdentity identity = picture.identity();
        NodeHello.Builder hello =
                NodeHello.newBuilder()
                        .setNodeId(identity.nodeId())
                        .setBootId(identity.bootId())
                        .setAgentVersion(identity.agentVersion())
                        .setJoinSecret(identity.joinSecret())
                        .setZone(identity.zone())
                        .putAllLabels(identity.labels());
        if (picture.isEmulated()) {
            hello.putLabels(EMULATED_LABEL, "true");
        }
        picture.devices().forEach(device -> hello.addDevices(info(picture, device)));
        picture.engines().forEach(engine -> hello.addEngines(info(picture, engine)));
        return hello.build();
    }

    /**
     * What changes all the time. Devices that cannot be read now are left out: what they said last
     * is not how they are.
     *
     * @param sequence from 1, growing by one
     * @param atUs now, epoch microseconds
     */
    public static NodeReport report(NodePicture picture, long sequence, long atUs) {
        NodeReport.Builder report =
                NodeReport.newBuilder()
                        .setSequence(sequence)
                        .setObservedAtUs(atUs)
                        .setHealth(health(picture))
                        .setHealthReason(healthReason(picture));
        if (picture.deviceTrouble().isEmpty()) {
            picture.devices().stream()
                    .filter(device -> device.reading().silence().isEmpty())
                    .forEach(device -> report.addDevices(state(device)));
            picture.silent().forEach(device -> report.addSilentDevices(silent(device)));
        }
        picture.engines().forEach(engine -> report.addEngines(state(picture, engine)));
        picture.diagnosis().devices().forEach(device -> report.addConditions(condition(device)));
        return report.build();
    }

    /** Something that happened, as the router hears of it. */
    public static NodeEvent event(Happening happening) {
        return NodeEvent.newBuilder()
                .setOccurredAtUs(happening.atUs())
                .setCode(happening.code())
                .setSubject(happening.subject())
                .setText(happening.text())
                .build();
    }

    private static DeviceCondition condition(io.wattmill.agent.health.DeviceCondition condition) {
        return DeviceCondition.newBuilder()
                .setDeviceId(condition.deviceId())
                .setHealth(health(condition.fitness()))
                .setReason(condition.reason())
                .setSinceUs(condition.sinceUs())
                .build();
    }

    private static DeviceHealth health(Fitness fitness) {
        return switch (fitness) {
            case HEALTHY -> DeviceHealth.DEVICE_HEALTH_HEALTHY;
            case RECOVERED -> DeviceHealth.DEVICE_HEALTH_RECOVERED;
            case SUSPECT -> DeviceHealth.DEVICE_HEALTH_SUSPECT;
            case DRAINING -> DeviceHealth.DEVICE_HEALTH_DRAINING;
            case DOWN -> DeviceHealth.DEVICE_HEALTH_DOWN;
        };
    }

    /** The worst of what the devices are, what was ordered, and what cannot be seen. */
    private static NodeHealth health(NodePicture picture) {
        return switch (picture.diagnosis().fitness()) {
            case DOWN -> NodeHealth.NODE_HEALTH_DOWN;
            case DRAINING -> NodeHealth.NODE_HEALTH_DRAINING;
            case SUSPECT, RECOVERED -> ordered(picture, NodeHealth.NODE_HEALTH_SUSPECT);
            case HEALTHY ->
                    ordered(
                            picture,
                            picture.deviceTrouble().isPresent() || !picture.silent().isEmpty()
                                    ? NodeHealth.NODE_HEALTH_SUSPECT
                                    : NodeHealth.NODE_HEALTH_HEALTHY);
        };
    }

    private static NodeHealth ordered(NodePicture picture, NodeHealth otherwise) {
        return switch (picture.standing()) {
            case Standing.Draining _ -> NodeHealth.NODE_HEALTH_DRAINING;
            case Standing.Working _ -> otherwise;
        };
    }

    private static String healthReason(NodePicture picture) {
        if (!picture.diagnosis().fitness().takesWork()) {
            return picture.diagnosis().reason();
        }
        return switch (picture.standing()) {
            case Standing.Draining(String reason) -> reason;
            case Standing.Working _ ->
                    picture.deviceTrouble()
                            .map(trouble -> "devices cannot be read: " + trouble.text())
                            .orElseGet(() -> unwellReason(picture));
        };
    }

    private static String unwellReason(NodePicture picture) {
        String reason = picture.diagnosis().reason();
        return reason.isEmpty() ? silenceReason(picture) : reason;
    }

    private static String silenceReason(NodePicture picture) {
        return picture.silent().stream()
                .map(FleetMessages::silent)
                .map(device -> device.getDeviceId() + " cannot be read: " + device.getReason())
                .collect(Collectors.joining("; "));
    }

    private static SilentDevice silent(DeviceStatus device) {
        return SilentDevice.newBuilder()
                .setDeviceId(device.reading().deviceId())
                .setReason(device.reading().silence().map(SourceFailure::text).orElse(""))
                .build();
    }

    private static DeviceInfo info(NodePicture picture, DeviceStatus device) {
        return DeviceInfo.newBuilder()
                .setDeviceId(device.reading().deviceId())
                .setGpuType(gpuType(picture, device))
                .setModelName(device.reading().modelName())
                .setMemoryBytes(device.memoryBytes())
                .setPowerCapMw(device.reading().orZero(Quantity.POWER_CAP_MW))
                .setBusId(device.reading().facts().busId())
                .setPowerBasis(device.reading().facts().basis().text())
                .addAllParts(
                        device.reading().facts().parts().stream().map(FleetMessages::part).toList())
                .build();
    }

    private static io.wattmill.contract.fleet.v1.DevicePart part(DevicePart part) {
        return io.wattmill.contract.fleet.v1.DevicePart.newBuilder()
                .setPartId(part.partId())
                .setMemoryMib(part.memoryMib())
                .build();
    }

    /**
     * What the operator said of the engine that runs on it, else what the driver calls it, where
     * the catalogue has that.
     */
    static String gpuType(NodePicture picture, DeviceStatus device) {
        String deviceId = device.reading().deviceId();
        return picture.engines().stream()
                .filter(engine -> picture.deviceIds(engine).contains(deviceId))
                .map(engine -> engine.config().gpuType())
                .filter(said -> !said.isEmpty())
                .findFirst()
                .orElseGet(() -> GpuNames.of(device.reading().modelName()));
    }

    private static EngineInfo info(NodePicture picture, EngineStatus engine) {
        EngineConfig config = engine.config();
        EngineInfo.Builder info =
                EngineInfo.newBuilder()
                        .setEngineId(config.id())
                        .setUrl(config.url().toString())
                        .setKind(config.kind().wireName())
                        .addAllDeviceIds(picture.deviceIds(engine))
                        .setTensorParallel(config.tensorParallel())
                        .setMaxRunning(config.maxRunning())
                        .setDevicesKnownBy(engine.devices().text())
                        .setRole(role(config.role()));
        engine.last().ifPresent(last -> cache(info, last));
        kvEvents(info, config);
        engine.models().forEach(model -> info.addModels(served(model)));
        return info.build();
    }

    private static EngineRole role(io.wattmill.agent.inference.EngineRole role) {
        return switch (role) {
            case BOTH -> EngineRole.ENGINE_ROLE_BOTH;
            case PREFILL -> EngineRole.ENGINE_ROLE_PREFILL;
            case DECODE -> EngineRole.ENGINE_ROLE_DECODE;
        };
    }

    private static void kvEvents(EngineInfo.Builder info, EngineConfig config) {
        KvEventsConfig events = config.kvEvents();
        if (events.port() > 0) {
            info.setKvEventsEndpoint(endpoint(config, events.port()))
                    .setKvEventsRanks(events.ranks());
        }
        if (events.port() > 0 && events.replayPort() > 0) {
            info.setKvReplayEndpoint(endpoint(config, events.replayPort()));
        }
    }

    private static String endpoint(EngineConfig config, int port) {
        return "tcp://" + config.url().getHost() + ":" + port;
    }

    private static void cache(EngineInfo.Builder info, EngineReading reading) {
        reading.absent().stream().map(Figure::label).sorted().forEach(info::addAbsent);
        info.setKvCapacityTokens(reading.kvTokens())
                .setBlockSizeTokens(clamped(reading.blockTokens()));
    }

    private static ServedModel served(ServedModelReading model) {
        return ServedModel.newBuilder()
                .setModel(model.model())
                .setMaxModelLen(model.maxLength())
                .addAllLoraAdapters(model.adapters())
                .build();
    }

    private static DeviceState state(DeviceStatus device) {
        DeviceState.Builder state =
                DeviceState.newBuilder()
                        .setDeviceId(device.reading().deviceId())
                        .setPowerMw(device.reading().orZero(Quantity.POWER_MW))
                        .setPowerCapMw(device.reading().orZero(Quantity.POWER_CAP_MW))
                        .setTemperatureC((int) device.reading().orZero(Quantity.TEMPERATURE_C))
                        .setSmClockMhz((int) device.reading().orZero(Quantity.SM_CLOCK_MHZ))
                        .setThrottleReasons(device.reading().orZero(Quantity.THROTTLE_REASONS))
                        .setUtilizationPpm(device.reading().orZero(Quantity.UTILIZATION_PPM));
        device.energy()
                .ifPresent(
                        energy ->
                                state.setEnergyUj(energy.energyUj())
                                        .setQualityPpm(energy.qualityPpm()));
        return state.build();
    }

    private static EngineState state(NodePicture picture, EngineStatus engine) {
        EngineState.Builder state = EngineState.newBuilder().setEngineId(engine.config().id());
        engine.last().ifPresent(last -> load(state, last));
        switch (engine.scan()) {
            case EngineScan.Reached _ -> state.setReachable(true);
            case EngineScan.Unreached(SourceFailure failure) ->
                    state.setReachable(false).setUnreachableReason(failure.text());
        }
        picture.coefficients(engine).ifPresent(state::setCoefficients);
        picture.fit(engine).map(FitMessages::fit).ifPresent(state::setFit);
        latency(state, engine.latency());
        return state.build();
    }

    private static void latency(EngineState.Builder state, EngineLatency lately) {
        lately.ttftP50Us().ifPresent(state::setTtftP50Us);
        lately.ttftP99Us().ifPresent(state::setTtftP99Us);
        lately.tpotP50Us().ifPresent(state::setTpotP50Us);
        lately.tpotP99Us().ifPresent(state::setTpotP99Us);
    }

    private static void load(EngineState.Builder state, EngineReading reading) {
        state.setRunning(clamped(reading.running()))
                .setWaiting(clamped(reading.waiting()))
                .setKvUsedPpm(reading.kvUsedPpm())
                .setPromptTokensTotal(reading.promptTokens())
                .setCachedTokensTotal(reading.cachedTokens())
                .setGenerationTokensTotal(reading.generatedTokens())
                .setPreemptionsTotal(reading.preemptions());
    }

    private static int clamped(long count) {
        return Math.clamp(count, 0, Integer.MAX_VALUE);
    }
}
