// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.standalone.folder.FirstKeys;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** `wattmill budgets remove ID`. */
@Command(
        name = "remove",
        mixinStandardHelpOptions = true,
        description = "Removes a budget or limit. What gateways hold of it runs out by itself.",
        footerHeading = "%nExample:%n",
        footer = "  ./wattmill budgets remove team-a")
final class BudgetsRemoveCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SiteOptions site = new SiteOptions();

    @Parameters(paramLabel = "ID", description = "The budget's name.")
    private String id = "";

    @Override
    public Integer call() throws Exception {
        try (var gateway = site.gateway(FirstKeys::admin)) {
            site.tell(gateway, "DELETE", BudgetsSetCommand.path(id), "");
            spec.commandLine().getOut().println("removed " + id);
            return ExitCode.OK;
        }
    }
}
