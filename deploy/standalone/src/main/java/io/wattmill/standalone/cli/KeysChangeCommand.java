// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.time.Instant;
import java.util.concurrent.Callable;

/** `wattmill keys change ID …`. */
@Command(
        name = "change",
        mixinStandardHelpOptions = true,
        description = "Changes what a key is confined to. What is not named stays as it is.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wattmill keys change 0199a7c2-… --model llama-3.1-8b --model qwen-3-32b",
            "  ./wattmill keys change 0199a7c2-… --ip any --expires never"
        })
final class KeysChangeCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SiteOptions site = new SiteOptions();
    @Mixin private KeyBoundsOptions bounds = new KeyBoundsOptions();

    @Parameters(paramLabel = "ID", description = "The key's id, from list.")
    private String id = "";

    @Override
    public Integer call() throws Exception {
        var body = JsonNodeFactory.instance.objectNode();
        bounds.to(body, Instant.now());
        if (body.isEmpty()) {
            throw new Refusal(
                    ExitCode.USAGE,
                    "nothing to change; give --model, --ip, --zone, --no-log or --expires");
        }
        try (var calls = new AdminCalls(site)) {
            return AdminCalls.printOne(
                    spec.commandLine().getOut(),
                    false,
                    calls.tell("POST", AdminCalls.path("keys", id), body));
        }
    }
}
