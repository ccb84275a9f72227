// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.standalone.process.Program;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/** `wattmill gateway`: the front door of a site of several processes. */
@Command(
        name = "gateway",
        mixinStandardHelpOptions = true,
        description = {
            "Runs one gateway of a site of several processes, until Ctrl-C or SIGTERM.",
            "Sections: gateway, router (mode: remote or embedded), seal, peers, tls, cluster,"
                    + " process."
        },
        footerHeading = "%nExample:%n",
        footer = "  ./wattmill gateway --config /etc/wattmill/wattmill.yaml")
final class GatewayCommand implements Callable<Integer> {

    @Mixin private ProcessOptions options = new ProcessOptions();

    @Override
    public Integer call() throws Exception {
        return options.run(Program.GATEWAY);
    }
}
