// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent;

import io.wattmill.agent.DevicesConfig.Source;
import io.wattmill.agent.nvml.Nvml;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Who tells about the devices of this host.
 *
 * @param source never {@link Source#AUTO}
 * @param reason why it is this one, for a person
 */
record DeviceChoice(Source source, String reason) {

    /** The configured source, or the first that is there. Looks at the host: may block a moment. */
    static DeviceChoice of(DevicesConfig config) {
        if (config.source() != Source.AUTO) {
            return new DeviceChoice(config.source(), "configured");
        }
        if (config.dcgmUrl().isPresent()) {
            return new DeviceChoice(Source.DCGM, "dcgm-url is configured");
        }
        if (Nvml.isPresent(config.nvml())) {
            return new DeviceChoice(Source.NVML, config.nvml().library() + " is there");
        }
        if (isProgram(config.smi().program())) {
            return new DeviceChoice(Source.SMI, config.smi().program() + " is there");
        }
        return new DeviceChoice(
                Source.NONE,
                "no dcgm-url, no %s, no %s"
                        .formatted(config.nvml().library(), config.smi().program()));
    }

    private static boolean isProgram(String name) {
        if (name.contains(File.separator)) {
            return Files.isExecutable(Path.of(name));
        }
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }
}
