// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.standalone.process.Program;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.Optional;

/** What every command that is one process of a site is told. */
final class ProcessOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Configuration, one YAML section per service; WATTMILL_* variables win over"
                            + " it (default: every setting's own).")
    private Optional<Path> config = Optional.empty();

    @Option(
            names = "--ready-file",
            paramLabel = "F",
            description =
                    "Written when the process serves: service, pid and its addresses as JSON, mode"
                            + " 0600; removed at the end.")
    private Optional<Path> readyFile = Optional.empty();

    /** Serves until a signal asks to stop. */
    int run(Program program) throws Exception {
        new ProcessRun(program, config, readyFile, System.getenv(), spec.commandLine().getOut())
                .run();
        return ExitCode.OK;
    }
}
