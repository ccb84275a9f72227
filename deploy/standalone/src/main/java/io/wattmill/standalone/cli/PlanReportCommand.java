// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.twin.answer.PlanAnswer;
import io.wattmill.twin.answer.json.AnswerJson;
import io.wattmill.twin.answer.json.AnswerReading;
import io.wattmill.twin.report.AnswerNote;
import io.wattmill.twin.report.AnswerPage;
import io.wattmill.twin.report.AnswerText;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

/** `wattmill plan report RUN`: a saved answer as a page, as a note and on the screen. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Writes a saved answer as an HTML page and as a Markdown note.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wattmill plan report run.json",
            "  ./wattmill plan report run.json --html hall.html --md hall.md"
        })
final class PlanReportCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "RUN", description = "The answer, JSON, as plan run --out wrote it.")
    private Path file = Path.of("");

    @Option(names = "--html", paramLabel = "FILE", description = "One page that needs no network.")
    private Optional<Path> html = Optional.empty();

    @Option(names = "--md", paramLabel = "FILE", description = "Markdown with Mermaid charts.")
    private Optional<Path> markdown = Optional.empty();

    @Option(names = "--publish", description = "Marks the note as one that everybody may see.")
    private boolean publish;

    @Override
    public Integer call() throws IOException {
        var answer = answer();
        if (html.isPresent()) {
            Files.writeString(html.get(), AnswerPage.of(answer));
        }
        if (markdown.isPresent()) {
            Files.writeString(markdown.get(), AnswerNote.of(answer, publish));
        }
        var out = spec.commandLine().getOut();
        out.print(AnswerText.of(answer));
        out.flush();
        return ExitCode.OK;
    }

    private PlanAnswer answer() throws IOException {
        if (!Files.isReadable(file)) {
            throw new Refusal(
                    ExitCode.USAGE,
                    "cannot read " + file + "; ./wattmill plan run PLAN --out RUN writes one");
        }
        return switch (AnswerJson.read(Files.readAllBytes(file))) {
            case AnswerReading.Understood(PlanAnswer answer) -> answer;
            case AnswerReading.Refused(String problem) ->
                    throw new Refusal(
                            ExitCode.USAGE,
                            file
                                    + " is no answer that plan run wrote: "
                                    + problem
                                    + "; run the plan again");
        };
    }
}
