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

import java.util.Optional;

/** `wattmill agents …`. */
@Command(
        name = "agents",
        mixinStandardHelpOptions = true,
        description = "Agents: principals of their own, with keys of their own and an owner.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wattmill agents create Coder --project chat --owner ada@example.org",
            "  ./wattmill agents list",
            "  ./wattmill agents end coder-x7k2mq"
        })
final class AgentsCommand implements Runnable {

    private static final Places PLACES = new Places("agents", "project");

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Makes an agent.",
            footerHeading = "%nExample:%n",
            footer = "  ./wattmill agents create Coder --project chat --owner ada@example.org")
    int create(
            @Mixin SiteOptions site,
            @Parameters(paramLabel = "NAME", description = "For people.") String name,
            @Option(
                            names = "--project",
                            paramLabel = "P",
                            description = "Whose (default: that of the key that asks).")
                    Optional<String> project,
            @Option(
                            names = "--owner",
                            paramLabel = "WHO",
                            description = "Who answers for it (default: the key that asks).")
                    Optional<String> owner)
            throws Exception {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", name);
        project.ifPresent(text -> body.put("project", text));
        owner.ifPresent(text -> body.put("owner", text));
        return PLACES.create(spec, site, body);
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Agents that the key that asks may manage.",
            footerHeading = "%nExample:%n",
            footer = "  ./wattmill agents list --ended")
    int list(
            @Mixin SiteOptions site,
            @Option(names = "--ended", description = "Ended ones too.") boolean ended,
            @Option(names = "--json", description = "The gateway's own answer.") boolean json)
            throws Exception {
        return PLACES.list(spec, site, ended, json);
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "All that is known of one.",
            footerHeading = "%nExample:%n",
            footer = "  ./wattmill agents show coder-x7k2mq")
    int show(
            @Mixin SiteOptions site,
            @Parameters(paramLabel = "ID", description = "From list.") String id,
            @Option(names = "--json", description = "The gateway's own answer.") boolean json)
            throws Exception {
        return PLACES.show(spec, site, id, json);
    }

    @Command(
            name = "end",
            mixinStandardHelpOptions = true,
            description = "Ends one for good, and every key in it.",
            footerHeading = "%nExample:%n",
            footer = "  ./wattmill agents end coder-x7k2mq")
    int end(
            @Mixin SiteOptions site,
            @Parameters(paramLabel = "ID", description = "From list.") String id)
            throws Exception {
        return PLACES.end(spec, site, id);
    }
}
