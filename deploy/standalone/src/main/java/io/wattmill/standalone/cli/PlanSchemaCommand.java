// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.twin.planfile.PlanSchema;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** `wattmill plan schema`: the JSON schema of plan files on standard output. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description =
                "Prints the JSON schema of plan files (draft 2020-12); editors complete and check"
                        + " keys by it.",
        footerHeading = "%nExample:%n",
        footer = "  ./wattmill plan schema > plan.schema.json")
final class PlanSchemaCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(PlanSchema.text());
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
