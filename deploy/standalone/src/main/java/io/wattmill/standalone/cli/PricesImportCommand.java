// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.standalone.board.Gateway;
import io.wattmill.standalone.board.Gateway.Answer;
import io.wattmill.standalone.board.PricesText;
import io.wattmill.standalone.folder.FirstKeys;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

/** `wattmill prices import F`: a file becomes a draft of the price book, rehearsed if asked. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description =
                "Keeps a file's prices as a draft, and says what of it was not understood. With"
                        + " --dry-run it also says what a past period would have been charged.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wattmill prices import book.yaml",
            "  ./wattmill prices import data.json --format genai --provider openai"
        })
final class PricesImportCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SiteOptions site = new SiteOptions();

    @Parameters(paramLabel = "FILE", description = "What to import.")
    private Path file = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "F",
            description = "wattmill, genai or litellm (default: ${DEFAULT-VALUE}).")
    private String format = "wattmill";

    @Option(
            names = "--provider",
            paramLabel = "X",
            description = "Only this vendor's models, where a file has several vendors'.")
    private Optional<String> provider = Optional.empty();

    @Option(names = "--dry-run", description = "Rate a past period again by the draft.")
    private boolean dryRun;

    @Option(
            names = "--from",
            paramLabel = "INSTANT",
            description = "Where the period begins, for example 2026-11-01T00:00:00Z.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "INSTANT", description = "Where it ends.")
    private Optional<String> to = Optional.empty();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (dryRun && (from.isEmpty() || to.isEmpty())) {
            throw new Refusal(ExitCode.USAGE, "--dry-run needs --from and --to");
        }
        String text = read();
        try (var gateway = site.gateway(FirstKeys::admin)) {
            Answer draft = site.tell(gateway, "POST", path(), text);
            print(PricesText.of(draft.json()));
            if (dryRun) {
                print(rehearsed(gateway, draft.json().path("version").asInt()));
            }
            return ExitCode.OK;
        }
    }

    private String read() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new Refusal(ExitCode.USAGE, "cannot read " + file + ": " + e);
        }
    }

    private String path() {
        String vendor = provider.map(x -> "&provider=" + PricesText.escaped(x)).orElse("");
        String note = "&note=" + PricesText.escaped(String.valueOf(file.getFileName()));
        return "/billing/prices?format=" + PricesText.escaped(format) + vendor + note;
    }

    private String rehearsed(Gateway gateway, int version) throws InterruptedException {
        String period =
                "?from="
                        + PricesText.escaped(from.orElseThrow())
                        + "&to="
                        + PricesText.escaped(to.orElseThrow());
        return PricesText.of(
                site.ask(gateway, "/billing/prices/" + version + "/dry-run" + period).json());
    }

    private void print(String text) {
        var out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }
}
