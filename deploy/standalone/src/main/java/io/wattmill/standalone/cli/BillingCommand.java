// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.standalone.process.Program;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/** `wattmill billing`: ledger and meters of a site of several processes. */
@Command(
        name = "billing",
        mixinStandardHelpOptions = true,
        description = {
            "Runs billing of a site of several processes, until Ctrl-C or SIGTERM.",
            "Sections: billing, seal, tls, cluster, process."
        },
        footerHeading = "%nExample:%n",
        footer = "  WATTMILL_PROCESS_RPC_PORT=8091 ./wattmill billing --config wattmill.yaml")
final class BillingCommand implements Callable<Integer> {

    @Mixin private ProcessOptions options = new ProcessOptions();

    @Override
    public Integer call() throws Exception {
        return options.run(Program.BILLING);
    }
}
