// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.standalone.board.PricesText;
import io.wattmill.standalone.folder.FirstKeys;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.Optional;

/** `wattmill prices …`: versions of the price book of a running suite. */
@Command(
        name = "prices",
        mixinStandardHelpOptions = true,
        description = "Shows, imports and activates versions of the price book.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = PricesImportCommand.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wattmill prices list",
            "  ./wattmill prices import data.json --format genai --provider openai \\",
            "      --dry-run --from 2026-11-01T00:00:00Z --to 2026-11-21T00:00:00Z",
            "  ./wattmill prices activate 7 --at 2026-12-01T00:00:00Z"
        })
final class PricesCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Every version.",
            footer = "%nExample:%n  ./wattmill prices list")
    int list(@Mixin SiteOptions site) throws IOException, InterruptedException {
        return get(site, "/billing/prices");
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "One version's lines.",
            footer = "%nExample:%n  ./wattmill prices show 2")
    int show(@Mixin SiteOptions site, @Parameters(paramLabel = "VERSION") int version)
            throws IOException, InterruptedException {
        return get(site, "/billing/prices/" + version);
    }

    @Command(
            name = "diff",
            mixinStandardHelpOptions = true,
            description = "Lines that only one of two versions has.",
            footer = "%nExample:%n  ./wattmill prices diff 1 2")
    int diff(
            @Mixin SiteOptions site,
            @Parameters(paramLabel = "FROM") int from,
            @Parameters(paramLabel = "TO") int to)
            throws IOException, InterruptedException {
        return get(site, "/billing/prices/diff?from=" + from + "&to=" + to);
    }

    @Command(
            name = "activate",
            mixinStandardHelpOptions = true,
            description = "Puts a version into force.",
            footer = "%nExample:%n  ./wattmill prices activate 2")
    int activate(
            @Mixin SiteOptions site,
            @Parameters(paramLabel = "VERSION") int version,
            @Option(
                            names = "--at",
                            paramLabel = "INSTANT",
                            description = "From when, for example 2026-12-01T00:00:00Z.")
                    Optional<String> at)
            throws IOException, InterruptedException {
        String when = at.map(instant -> "?at=" + PricesText.escaped(instant)).orElse("");
        return post(site, "/billing/prices/" + version + "/activate" + when);
    }

    @Command(
            name = "rollback",
            mixinStandardHelpOptions = true,
            description = "Puts the terms before those in force into force again.",
            footer = "%nExample:%n  ./wattmill prices rollback")
    int rollback(@Mixin SiteOptions site) throws IOException, InterruptedException {
        return post(site, "/billing/prices/rollback");
    }

    private int get(SiteOptions site, String path) throws IOException, InterruptedException {
        try (var gateway = site.gateway(FirstKeys::admin)) {
            return print(PricesText.of(site.ask(gateway, path).json()));
        }
    }

    private int post(SiteOptions site, String path) throws IOException, InterruptedException {
        try (var gateway = site.gateway(FirstKeys::admin)) {
            return print(PricesText.of(site.tell(gateway, "POST", path, "").json()));
        }
    }

    private int print(String text) {
        var out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
        return ExitCode.OK;
    }
}
