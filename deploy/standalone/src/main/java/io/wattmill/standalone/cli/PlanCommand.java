// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** `wattmill plan …`: facility plans. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Makes, checks and runs facility plans; tests vendors' claims.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            PlanCheckCommand.class,
            PlanDiffCommand.class,
            PlanRunsCommand.class,
            PlanInitCommand.class,
            PlanRulesCommand.class,
            PlanRunCommand.class,
            PlanSchemaCommand.class,
            PlanClaimCommand.class,
            PlanReportCommand.class,
            PlanPredictCommand.class
        })
final class PlanCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
