// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.standalone.suite.SuiteSettings;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** `wattmill config …`: looks at configuration without starting anything. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = "Looks at configuration without starting anything.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = ConfigCommand.Check.class)
final class ConfigCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** `wattmill config check FILE`. */
    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description =
                    "Checks a configuration file, and the WATTMILL_* variables over it; prints"
                            + " every problem.",
            footerHeading = "%nExample:%n",
            footer = "  ./wattmill config check site.yaml")
    static final class Check implements Callable<Integer> {

        @Spec private CommandSpec spec = CommandSpec.create();

        @Parameters(paramLabel = "FILE", description = "YAML, one section per service.")
        private Path file = Path.of("");

        @Override
        public Integer call() {
            SuiteSettings.read(Optional.of(file), System.getenv(), Map.of());
            PrintWriter out = spec.commandLine().getOut();
            out.println(
                    file
                            + " is good: sections "
                            + SuiteSettings.SECTIONS.keySet().stream().sorted().toList());
            out.flush();
            return ExitCode.OK;
        }
    }
}
