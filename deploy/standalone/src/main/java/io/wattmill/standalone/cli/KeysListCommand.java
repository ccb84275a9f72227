// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.standalone.board.IdentityLines;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.Optional;
import java.util.concurrent.Callable;

/** `wattmill keys list`. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Keys that the key that asks may manage, without their secrets.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wattmill keys list",
            "  ./wattmill keys list --project team-a --ended",
            "  ./wattmill keys list --json"
        })
final class KeysListCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SiteOptions site = new SiteOptions();

    @Option(names = "--project", paramLabel = "P", description = "Of this project alone.")
    private Optional<String> project = Optional.empty();

    @Option(names = "--ended", description = "Revoked and expired ones too.")
    private boolean ended;

    @Option(names = "--json", description = "The gateway's own answer, all pages as one list.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        try (var calls = new AdminCalls(site)) {
            var keys = calls.all(path());
            return AdminCalls.print(
                    spec.commandLine().getOut(), json, keys, IdentityLines.keys(keys));
        }
    }

    private String path() {
        project.ifPresent(id -> AdminCalls.path("projects", id));
        return "/admin/keys?ended="
                + ended
                + "&"
                + project.map(id -> "project=" + id + "&").orElse("");
    }
}
