// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.report;

import io.wattmill.agent.device.DevicePart;
import io.wattmill.agent.device.Quantity;
import io.wattmill.agent.health.Happening;
import io.wattmill.contract.fleet.v1.DeviceInfo;
import io.wattmill.contract.fleet.v1.DeviceState;
import io.wattmill.contract.fleet.v1.NodeEvent;
import io.wattmill.contract.fleet.v1.NodeHello;
import io.wattmill.contract.fleet.v1.NodeReport;

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
        picture.engines().forEach(engine -> hello.addEngines(EngineMessages.info(picture, engine)));
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
                        .setHealth(HealthMessages.health(picture))
                        .setHealthReason(HealthMessages.reason(picture));
        if (picture.deviceTrouble().isEmpty()) {
            picture.devices().stream()
                    .filter(device -> device.reading().silence().isEmpty())
                    .forEach(device -> report.addDevices(state(device)));
            picture.silent()
                    .forEach(device -> report.addSilentDevices(HealthMessages.silent(device)));
        }
        picture.engines()
                .forEach(engine -> report.addEngines(EngineMessages.state(picture, engine)));
        picture.diagnosis()
                .devices()
                .forEach(device -> report.addConditions(HealthMessages.condition(device)));
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
}
