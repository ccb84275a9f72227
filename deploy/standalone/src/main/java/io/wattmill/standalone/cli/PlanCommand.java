// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.twin.check.PlanCheck;
import io.wattmill.twin.check.PlanReportText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** `wattmill plan …`: facility plans. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Makes and checks facility plans.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {PlanCommand.Check.class, PlanCommand.Init.class})
final class PlanCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
