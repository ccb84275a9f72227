// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.report;

import io.wattmill.agent.health.Fitness;
import io.wattmill.agent.source.SourceFailure;
import io.wattmill.contract.fleet.v1.DeviceCondition;
import io.wattmill.contract.fleet.v1.DeviceHealth;
import io.wattmill.contract.fleet.v1.NodeHealth;
import io.wattmill.contract.fleet.v1.SilentDevice;

import java.util.stream.Collectors;

/** How node and devices are, in the words of the fleet contract. */
final class HealthMessages {

    private HealthMessages() {}

    static DeviceCondition condition(io.wattmill.agent.health.DeviceCondition condition) {
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
    static NodeHealth health(NodePicture picture) {
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

    /** Why it is so; empty where all is well. */
    static String reason(NodePicture picture) {
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
                .map(HealthMessages::silent)
                .map(device -> device.getDeviceId() + " cannot be read: " + device.getReason())
                .collect(Collectors.joining("; "));
    }

    static SilentDevice silent(DeviceStatus device) {
        return SilentDevice.newBuilder()
                .setDeviceId(device.reading().deviceId())
                .setReason(device.reading().silence().map(SourceFailure::text).orElse(""))
                .build();
    }
}
