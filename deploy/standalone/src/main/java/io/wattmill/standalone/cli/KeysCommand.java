// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** `wattmill keys …`: who may call the gateway, and what for. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "API keys: made, listed, changed, rotated, revoked.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wattmill keys create ci --project team-a --scope inference",
            "  ./wattmill keys list --project team-a",
            "  ./wattmill keys rotate 0199a7c2-… --overlap 1h",
            "  ./wattmill keys revoke 0199a7c2-…"
        },
        subcommands = {
            KeysCreateCommand.class,
            KeysListCommand.class,
            KeysShowCommand.class,
            KeysChangeCommand.class,
            KeysRotateCommand.class,
            KeysRevokeCommand.class
        })
final class KeysCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
