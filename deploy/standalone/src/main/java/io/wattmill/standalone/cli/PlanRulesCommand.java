// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.twin.rule.RulePage;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** `wattmill plan rules`: every rule that plans are checked against, on standard output. */
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        description = "Prints the rules that plans are checked against, with their sources.",
        footerHeading = "%nExample:%n",
        footer = "  ./wattmill plan rules | less")
final class PlanRulesCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(RulePage.text());
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
