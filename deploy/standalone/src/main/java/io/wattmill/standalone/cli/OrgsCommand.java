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

/** `wattmill orgs …`. */
@Command(
        name = "orgs",
        mixinStandardHelpOptions = true,
        description = "Organizations: what projects and budgets belong to.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wattmill orgs create \"Team A\" --id team-a",
            "  ./wattmill orgs list",
            "  ./wattmill orgs end team-a"
        })
final class OrgsCommand implements Runnable {

    private static final Places PLACES = new Places("organizations", "");

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Makes an organization.",
            footerHeading = "%nExample:%n",
            footer = "  ./wattmill orgs create \"Team A\" --id team-a")
    int create(
            @Mixin SiteOptions site,
            @Parameters(paramLabel = "NAME", description = "For people.") String name,
            @Option(
                            names = "--id",
                            paramLabel = "ID",
                            description = "Its id (default: made of the name).")
                    Optional<String> id)
            throws Exception {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", name);
        id.ifPresent(text -> body.put("id", text));
        return PLACES.create(spec, site, body);
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Organizations that the key that asks may manage.",
            footerHeading = "%nExample:%n",
            footer = "  ./wattmill orgs list --ended")
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
            footer = "  ./wattmill orgs show team-a")
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
            footer = "  ./wattmill orgs end team-a")
    int end(
            @Mixin SiteOptions site,
            @Parameters(paramLabel = "ID", description = "From list.") String id)
            throws Exception {
        return PLACES.end(spec, site, id);
    }
}
