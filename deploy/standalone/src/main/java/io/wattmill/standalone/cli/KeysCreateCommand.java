// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** `wattmill keys create NAME …`. */
@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        description = "Makes a key. Standard output has the secret and nothing else, this once.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wattmill keys create ci --project team-a --scope inference --expires 90d",
            "  ./wattmill keys create coder --agent coder-x7k2mq --scope inference --model"
                    + " llama-3.1-8b",
            "  ./wattmill keys create lead --project team-a --scope keys --scope inference --scope"
                    + " usage",
            "  KEY=$(./wattmill keys create eu --project team-a --scope inference --zone eu)"
        })
final class KeysCreateCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SiteOptions site = new SiteOptions();
    @Mixin private KeyBoundsOptions bounds = new KeyBoundsOptions();

    @Parameters(paramLabel = "NAME", description = "For people.")
    private String name = "";

    @Option(
            names = "--scope",
            required = true,
            paramLabel = "S",
            description =
                    "What it may do: inference, usage, plan, metrics, keys, organization, admin;"
                            + " may be given again.")
    private List<String> scopes = List.of();

    @Option(
            names = "--project",
            paramLabel = "P",
            description = "Whose it is (default: the project of the key that asks).")
    private Optional<String> project = Optional.empty();

    @Option(names = "--agent", paramLabel = "A", description = "The agent that it belongs to.")
    private Optional<String> agent = Optional.empty();

    @Override
    public Integer call() throws Exception {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", name);
        scopes.forEach(body.putArray("scopes")::add);
        agent.ifPresent(id -> body.put("agent", id));
        bounds.to(body, Instant.now());
        try (var calls = new AdminCalls(site)) {
            whose(calls).ifPresent(id -> body.put("project", id));
            return AdminCalls.printSecret(
                    spec.commandLine().getOut(),
                    spec.commandLine().getErr(),
                    calls.tell("POST", "/admin/keys", body),
                    "made key");
        }
    }

    /** An agent says which project it is of. */
    private Optional<String> whose(AdminCalls calls) throws InterruptedException {
        if (project.isPresent() || agent.isEmpty()) {
            return project;
        }
        String path = AdminCalls.path("agents", agent.get());
        return Optional.of(calls.get(path).path("project").asText());
    }
}
