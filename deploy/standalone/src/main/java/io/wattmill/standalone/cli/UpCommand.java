// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

/** `wattmill up`: the whole suite, until Ctrl-C. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Starts the whole suite on this machine and serves until Ctrl-C.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wattmill up                              this host's engine, else four emulated"
                    + " nodes; port 8080",
            "  ./wattmill up --port 8081 --data /tmp/w    beside another one",
            "  ./wattmill up --port 0 --ready-file r.json for scripts: any free port, told in the"
                    + " file",
            "  ./wattmill up --config site.yaml           your own engines and limits"
        })
final class UpCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--port",
            paramLabel = "P",
            description =
                    "TCP port of the gateway on 127.0.0.1; 0 takes any free one (default:"
                            + " gateway.http.port, 8080).")
    private Optional<Integer> port = Optional.empty();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Where ledger, journal and keys are kept (default: ~/.local/share/wattmill).")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--nodes",
            paramLabel = "N",
            description = "Emulated nodes (default: twin.emulator.nodes, 4).")
    private Optional<Integer> nodes = Optional.empty();

    @Option(
            names = "--emulated",
            description =
                    "Serve the emulated fleet, even where an engine runs on this host. Without it,"
                            + " and without --nodes, an engine that is found (agent.discovery) is"
                            + " served instead.")
    private boolean emulated;

    @Option(
            names = "--ready-file",
            paramLabel = "F",
            description =
                    "Written when the suite serves: url, admin_key, api_key, pid as JSON, mode"
                            + " 0600; removed at the end.")
    private Optional<Path> readyFile = Optional.empty();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration, one YAML section per service.")
    private Optional<Path> config = Optional.empty();

    @Override
    public Integer call() throws Exception {
        var request =
                new UpRequest(port, data, nodes, readyFile, config, emulated, System.getenv());
        new Up(request, spec.commandLine().getOut()).run();
        return ExitCode.OK;
    }
}
