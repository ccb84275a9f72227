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

/** `wattmill projects …`. */
@Command(
        name = "projects",
        mixinStandardHelpOptions = true,
        description = "Projects: what keys, agents and usage belong to.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wattmill projects create Chat --id chat --organization team-a",
            "  ./wattmill projects list",
            "  ./wattmill projects end chat"
        })
final class ProjectsCommand implements Runnable {

    private static final Places PLACES = new Places("projects", "organization");

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Makes a project.",
            footerHeading = "%nExample:%n",
            footer = "  ./wattmill projects create Chat --id chat --organization team-a")
    int create(
            @Mixin SiteOptions site,
            @Parameters(paramLabel = "NAME", description = "For people.") String name,
            @Option(
                            names = "--organization",
                            paramLabel = "O",
                            description = "Whose (default: that of the key that asks).")
                    Optional<String> organization,
            @Option(
                            names = "--id",
                            paramLabel = "ID",
                            description = "Its id, chosen by an admin (default: made of the name).")
                    Optional<String> id)
            throws Exception {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", name);
        organization.ifPresent(text -> body.put("organization", text));
        id.ifPresent(text -> body.put("id", text));
        return PLACES.create(spec, site, body);
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Projects that the key that asks may manage.",
            footerHeading = "%nExample:%n",
            footer = "  ./wattmill projects list --ended")
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
            footer = "  ./wattmill projects show chat")
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
            footer = "  ./wattmill projects end chat")
    int end(
            @Mixin SiteOptions site,
            @Parameters(paramLabel = "ID", description = "From list.") String id)
            throws Exception {
        return PLACES.end(spec, site, id);
    }
}
