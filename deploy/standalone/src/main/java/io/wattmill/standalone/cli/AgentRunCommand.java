// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.standalone.process.Program;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/** `wattmill agent run`: devices, engines and energy of this host. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the agent of this host, until Ctrl-C or SIGTERM. It listens to nobody but its"
                    + " own",
            "probes, and is never a member of the cluster.",
            "Sections: agent, peers, tls, process."
        },
        footerHeading = "%nExample:%n",
        footer = "  ./wattmill agent run --config /etc/wattmill/wattmill.yaml")
final class AgentRunCommand implements Callable<Integer> {

    @Mixin private ProcessOptions options = new ProcessOptions();

    @Override
    public Integer call() throws Exception {
        return options.run(Program.AGENT);
    }
}
