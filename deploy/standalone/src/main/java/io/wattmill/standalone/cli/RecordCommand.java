// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** `wattmill record …`: the site's own workload, as its gateway wrote it down. */
@Command(
        name = "record",
        mixinStandardHelpOptions = true,
        description =
                "The site's own workload as its gateway recorded it: lengths, times, shared"
                        + " prefixes and pseudonyms, never text.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {RecordListCommand.class, RecordExportCommand.class})
final class RecordCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
