// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** `wattmill agent …`: what runs beside the GPUs. */
@Command(
        name = "agent",
        mixinStandardHelpOptions = true,
        description = "What runs beside the GPUs.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {AgentRunCommand.class, AgentProbeCommand.class, AgentTopCommand.class})
final class AgentCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
