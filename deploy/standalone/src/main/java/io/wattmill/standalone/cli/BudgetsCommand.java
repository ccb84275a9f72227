// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** `wattmill budgets …`: who may spend how much, and use how much at a time. */
@Command(
        name = "budgets",
        mixinStandardHelpOptions = true,
        description = "Budgets of money, tokens and joules, and limits on rate and concurrency.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wattmill budgets list",
            "  ./wattmill budgets set team-a --project team-a --amount 25 --unit USD --window day",
            "  ./wattmill budgets set rate --project team-a --per-minute 600",
            "  ./wattmill budgets remove team-a"
        },
        subcommands = {
            BudgetsListCommand.class,
            BudgetsSetCommand.class,
            BudgetsRemoveCommand.class
        })
final class BudgetsCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
