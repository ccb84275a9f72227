// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** `wattmill ledger …`: the books, looked at from outside. */
@Command(
        name = "ledger",
        mixinStandardHelpOptions = true,
        description = "Looks at the books of a running suite, or at a copy of them.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            LedgerVerifyCommand.class,
            LedgerReconcileCommand.class,
            LedgerDumpCommand.class
        })
final class LedgerCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
