// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;

import io.wattmill.agent.AgentConfig;
import io.wattmill.agent.DevicesConfig;
import io.wattmill.agent.nvml.NvmlConfig;
import io.wattmill.agent.probe.EngineProbe;
import io.wattmill.agent.probe.ProbeJson;
import io.wattmill.agent.probe.ProbeText;
import io.wattmill.agent.probe.Prober;
import io.wattmill.kit.config.Configuration;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

/** `wattmill agent probe`: what this host offers an agent. */
@Command(
        name = "probe",
        mixinStandardHelpOptions = true,
        description = {
            "Says what this host offers an agent, which engines run here, what is missing and why,",
            "and what each reading costs. It only reads."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wattmill agent probe",
            "  ./wattmill agent probe --config /etc/wattmill/wattmill.yaml",
            "  ./wattmill agent probe --json",
            "  ./wattmill agent probe --nvml-library /usr/lib64/libnvidia-ml.so.1"
        })
final class AgentProbeCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The agent's configuration; WATTMILL_* variables win over it.")
    private Optional<Path> config = Optional.empty();

    @Option(names = "--json", description = "For a script.")
    private boolean json;

    @Option(
            names = "--nvml-library",
            paramLabel = "PATH",
            description = "NVIDIA's driver library (default: as configured).")
    private Optional<String> library = Optional.empty();

    @Option(
            names = "--calls",
            paramLabel = "N",
            description =
                    "How often each reading is made to find its cost (default:"
                            + " ${DEFAULT-VALUE}).")
    private int calls = 21;

    @Override
    public Integer call() throws IOException {
        if (calls < 1 || calls > 10_000) {
            throw new Refusal(ExitCode.USAGE, "--calls is from 1 to 10000");
        }
        AgentConfig agent =
                Configuration.load(config, System.getenv()).section("agent", AgentConfig.class);
        DevicesConfig devices = agent.devices();
        NvmlConfig nvml = library.map(devices.nvml()::loading).orElse(devices.nvml());
        EngineProbe engines = new EngineProbe(agent.discovery(), agent.scrape());
        var report = new Prober(nvml, devices.smi(), devices.host(), engines, calls).look();
        var out = spec.commandLine().getOut();
        out.println(
                json
                        ? JsonMapper.builder()
                                .build()
                                .writerWithDefaultPrettyPrinter()
                                .writeValueAsString(ProbeJson.of(report))
                        : ProbeText.of(report).stripTrailing());
        out.flush();
        return ExitCode.OK;
    }
}
