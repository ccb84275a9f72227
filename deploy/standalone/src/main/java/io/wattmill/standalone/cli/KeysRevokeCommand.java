// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** `wattmill keys revoke ID`. */
@Command(
        name = "revoke",
        mixinStandardHelpOptions = true,
        description = "Ends a key for good, within a second at every gateway.",
        footerHeading = "%nExample:%n",
        footer = "  ./wattmill keys revoke 0199a7c2-…")
final class KeysRevokeCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SiteOptions site = new SiteOptions();

    @Parameters(paramLabel = "ID", description = "The key's id, from list.")
    private String id = "";

    @Override
    public Integer call() throws Exception {
        try (var calls = new AdminCalls(site)) {
            calls.end(AdminCalls.path("keys", id));
            spec.commandLine().getOut().println("revoked " + id);
            return ExitCode.OK;
        }
    }
}
