// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.Optional;
import java.util.concurrent.Callable;

/** `wattmill keys rotate ID`. */
@Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        description = {
            "Gives a key a new secret, which standard output has alone, this once. The key's id,"
                    + " rights and budgets stay.",
            "The old secret goes on for the overlap; one from an earlier rotation ends now."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wattmill keys rotate 0199a7c2-…",
            "  ./wattmill keys rotate 0199a7c2-… --overlap 0s"
        })
final class KeysRotateCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SiteOptions site = new SiteOptions();

    @Parameters(paramLabel = "ID", description = "The key's id, from list.")
    private String id = "";

    @Option(
            names = "--overlap",
            paramLabel = "TIME",
            description =
                    "How long the old secret goes on: 0s, 30m, 24h"
                            + " (default: gateway.identity.rotation-overlap).")
    private Optional<String> overlap = Optional.empty();

    @Override
    public Integer call() throws Exception {
        var body = JsonNodeFactory.instance.objectNode();
        overlap.ifPresent(
                text ->
                        body.put(
                                "overlap_ms",
                                KeyBoundsOptions.length("--overlap", text).toMillis()));
        try (var calls = new AdminCalls(site)) {
            return AdminCalls.printSecret(
                    spec.commandLine().getOut(),
                    spec.commandLine().getErr(),
                    calls.tell("POST", AdminCalls.path("keys", id) + "/rotate", body),
                    "rotated key");
        }
    }
}
