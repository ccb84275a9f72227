// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** `wattmill keys show ID`. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "All that is known of one key, but not its secret.",
        footerHeading = "%nExample:%n",
        footer = "  ./wattmill keys show 0199a7c2-…")
final class KeysShowCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SiteOptions site = new SiteOptions();

    @Parameters(paramLabel = "ID", description = "The key's id, from list.")
    private String id = "";

    @Option(names = "--json", description = "The gateway's own answer.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        try (var calls = new AdminCalls(site)) {
            return AdminCalls.printOne(
                    spec.commandLine().getOut(), json, calls.get(AdminCalls.path("keys", id)));
        }
    }
}
