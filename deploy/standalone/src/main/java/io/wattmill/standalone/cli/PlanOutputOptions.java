// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.twin.answer.PlanAnswer;
import io.wattmill.twin.answer.json.AnswerJson;
import io.wattmill.twin.report.AnswerNote;
import io.wattmill.twin.report.AnswerPage;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Files that an answer is written to. */
final class PlanOutputOptions {
    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The answer as JSON: ./wattmill plan report FILE shows it again.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--html", paramLabel = "FILE", description = "The answer as one page.")
    private Optional<Path> html = Optional.empty();

    @Option(names = "--md", paramLabel = "FILE", description = "The answer as a Markdown note.")
    private Optional<Path> markdown = Optional.empty();

    void write(PlanAnswer answer) throws IOException {
        if (out.isPresent()) {
            Files.write(out.get(), AnswerJson.bytes(answer));
        }
        if (html.isPresent()) {
            Files.writeString(html.get(), AnswerPage.of(answer));
        }
        if (markdown.isPresent()) {
            Files.writeString(markdown.get(), AnswerNote.of(answer, false));
        }
    }
}
