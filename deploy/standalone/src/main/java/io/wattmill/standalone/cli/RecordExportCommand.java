// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.standalone.recording.RecordingAway;
import io.wattmill.standalone.recording.RecordingExport;
import io.wattmill.standalone.recording.RecordingFilter;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;

/** `wattmill record export`: a time of the recording, as one file. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Writes requests of a time to a file that `replay --format wattmill` and `plan run"
                    + " --format wattmill` read. The format: docs/reference/recording.md.",
            "--from and --to are about arrival."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./wattmill record export --last 24h --out yesterday.jsonl",
            "  ./wattmill record export --from 2026-11-01 --to 2026-11-08 --model llama-3.1-8b"
                    + " --out week.jsonl"
        })
final class RecordExportCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private SiteOptions site = new SiteOptions();
    @Mixin private UsagePeriod period = new UsagePeriod();

    @Option(
            names = "--tenant",
            paramLabel = "NAME",
            description = "Only this pseudonym's, as lines have it.")
    private Optional<String> tenant = Optional.empty();

    @Option(names = "--model", paramLabel = "M", description = "Only requests for this model.")
    private Optional<String> model = Optional.empty();

    @Option(
            names = "--out",
            paramLabel = "F",
            description = "The file to write; it must not exist (default: standard output).")
    private Optional<Path> out = Optional.empty();

    @Override
    public Integer call() throws IOException, InterruptedException {
        UsagePeriod.Span span = period.span(Instant.now());
        var filter = new RecordingFilter(span.from(), span.to(), tenant, model);
        try (var export = new RecordingExport(site.url(), site.adminKey());
                Writer text = writer()) {
            told(export.write(filter, text));
            return ExitCode.OK;
        } catch (RecordingAway | IllegalArgumentException e) {
            throw new Refusal(ExitCode.FAILED, String.valueOf(e.getMessage()));
        } catch (FileAlreadyExistsException e) {
            throw new Refusal(ExitCode.USAGE, e.getMessage() + " exists; name another file");
        }
    }

    /** Closing standard output would end more than this command. */
    private Writer writer() throws IOException {
        return out.isPresent()
                ? Files.newBufferedWriter(out.get(), StandardOpenOption.CREATE_NEW)
                : new FilterWriter(spec.commandLine().getOut()) {
                    @Override
                    public void close() throws IOException {
                        flush();
                    }
                };
    }

    private void told(RecordingExport.Written written) {
        PrintWriter screen =
                out.isPresent() ? spec.commandLine().getOut() : spec.commandLine().getErr();
        screen.printf("%,d requests of %d days%n", written.requests(), written.days());
        if (written.dropped() > 0) {
            screen.printf(
                    "%,d more ended on those days and were not recorded: the gateway's queue was"
                            + " full, or its disk%n",
                    written.dropped());
        }
        screen.flush();
    }
}
