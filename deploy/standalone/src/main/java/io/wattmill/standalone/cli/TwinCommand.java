// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.standalone.process.Program;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/** `wattmill twin`: plans, simulation and, if wanted, an emulated fleet. */
@Command(
        name = "twin",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the twin of a site of several processes, until Ctrl-C or SIGTERM.",
            "Sections: twin, seal, tls, cluster, process."
        },
        footerHeading = "%nExample:%n",
        footer = "  ./wattmill twin --config wattmill.yaml")
final class TwinCommand implements Callable<Integer> {

    @Mixin private ProcessOptions options = new ProcessOptions();

    @Override
    public Integer call() throws Exception {
        return options.run(Program.TWIN);
    }
}
