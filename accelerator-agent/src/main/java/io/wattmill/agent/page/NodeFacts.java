// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.page;

import io.wattmill.agent.health.DeviceCondition;
import io.wattmill.agent.rate.EngineRate;
import io.wattmill.agent.report.DeviceStatus;
import io.wattmill.agent.report.EngineStatus;
import io.wattmill.agent.report.NodePicture;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a page shows.
 *
 * @param picture the node now
 * @param rates pace of an engine, by engine id, where there is one
 * @param routerTrouble why the router has not accepted this node, empty when it has
 * @param hostname as other tools call this host
 * @param atUs now, epoch microseconds
 */
public record NodeFacts(
        NodePicture picture,
        Map<String, EngineRate> rates,
        Optional<String> routerTrouble,
        String hostname,
        long atUs) {

    /** Copies the rates. */
    public NodeFacts {
        rates = Map.copyOf(rates);
    }

    /** The pace of an engine, empty when it is not known. */
    Optional<EngineRate> rate(EngineStatus engine) {
        return Optional.ofNullable(rates.get(engine.config().id()));
    }

    /** Devices that can be read now: what others said last is not how they are. */
    List<DeviceStatus> readable() {
        return picture.deviceTrouble().isEmpty() ? picture.devices() : List.of();
    }

    /** The engines that run on a device. */
    List<EngineStatus> enginesOn(DeviceStatus device) {
        return picture.engines().stream()
                .filter(engine -> picture.deviceIds(engine).contains(device.reading().deviceId()))
                .toList();
    }

    /** What is known against a device, empty while it is healthy. */
    Optional<DeviceCondition> condition(DeviceStatus device) {
        return picture.diagnosis().devices().stream()
                .filter(condition -> condition.deviceId().equals(device.reading().deviceId()))
                .findFirst();
    }

    /** The number of a device on this host, as its driver counts; else its place in the list. */
    int number(DeviceStatus device) {
        return device.reading().facts().number().orElseGet(() -> picture.devices().indexOf(device));
    }
}
