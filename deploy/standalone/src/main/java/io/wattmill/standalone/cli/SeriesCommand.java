// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** `wattmill series …`: what an hour of the site's electricity costs and emits. */
@Command(
        name = "series",
        mixinStandardHelpOptions = true,
        description = "Hourly price, carbon intensity and PUE of the site.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = SeriesImportCommand.class)
final class SeriesCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
