// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.twin.check.PlanCheck;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;

/** `wattmill plan init`: a sample plan on standard output. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = "Prints a sample plan to begin with.",
        footerHeading = "%nExample:%n",
        footer = "  ./wattmill plan init > hall.yaml")
final class PlanInitCommand implements Callable<Integer> {
    private static final String SAMPLE = "/plans/sample.yaml";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        try (var sample = PlanCheck.class.getResourceAsStream(SAMPLE)) {
            var text =
                    new String(
                            Objects.requireNonNull(sample, SAMPLE).readAllBytes(),
                            StandardCharsets.UTF_8);
            spec.commandLine().getOut().print(text);
        }
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
