// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.standalone.process.Program;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/** `wattmill router`: which node serves a request, for gateways of other processes. */
@Command(
        name = "router",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the router of a site of several processes, until Ctrl-C or SIGTERM.",
            "Sections: router, tls, cluster, process."
        },
        footerHeading = "%nExample:%n",
        footer = "  WATTMILL_PROCESS_RPC_PORT=8090 ./wattmill router --config wattmill.yaml")
final class RouterCommand implements Callable<Integer> {

    @Mixin private ProcessOptions options = new ProcessOptions();

    @Override
    public Integer call() throws Exception {
        return options.run(Program.ROUTER);
    }
}
