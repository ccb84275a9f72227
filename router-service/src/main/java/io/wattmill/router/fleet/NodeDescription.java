// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What an agent says of its node when it connects.
 *
 * @param bootId new at every start of the agent
 */
public record NodeDescription(
        String nodeId,
        String bootId,
        String zone,
        Map<String, String> labels,
        List<DeviceDescription> devices,
        List<EngineDescription> engines) {
    private static final String ZONE = "zone";

    /** Whether the node has this label with this value; {@code zone} is the node's zone. */
    public boolean hasLabel(String name, String value) {
        return value.equals(name.equals(ZONE) ? zone : labels.get(name));
    }

    /** Catalogue name of the GPUs of this engine; empty when the node does not tell. */
    public String gpuType(EngineDescription engine) {
        return gpu(engine, DeviceDescription::gpuType);
    }

    /** The same, or else what their driver calls them. */
    public String gpuName(EngineDescription engine) {
        return gpu(engine, DeviceDescription::name);
    }

    private String gpu(EngineDescription engine, Function<DeviceDescription, String> name) {
        return devices.stream()
                .filter(device -> engine.deviceIds().contains(device.deviceId()))
                .map(name)
                .findFirst()
                .orElse("");
    }
}
