// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import io.wattmill.standalone.recording.RecordingAway;
import io.wattmill.standalone.recording.RecordingExport;
import io.wattmill.standalone.recording.RecordingFilter;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** The running suite's own recording, as a load. */
final class RecordedLoadOptions {
    @Mixin private SiteOptions site = new SiteOptions();

    @Option(
            names = "--record-model",
            paramLabel = "M",
            description = "Of --record, only requests for this model.")
    private Optional<String> model = Optional.empty();

    @Option(
            names = "--record-tenant",
            paramLabel = "NAME",
            description = "Of --record, only this pseudonym's.")
    private Optional<String> tenant = Optional.empty();

    /** A new file of the requests that arrived then; whoever asks deletes it. */
    Path fetched(String time) throws IOException, InterruptedException {
        UsagePeriod.Span span = UsagePeriod.parse(time, Instant.now());
        var filter = new RecordingFilter(span.from(), span.to(), tenant, model);
        Path file = Files.createTempFile("wattmill-recording-", ".jsonl");
        try (var export = new RecordingExport(site.url(), site.adminKey());
                var text = Files.newBufferedWriter(file)) {
            if (export.write(filter, text).requests() == 0) {
                throw new Refusal(
                        ExitCode.USAGE,
                        "nothing was recorded in " + time + "; ./wattmill record list shows when");
            }
            return file;
        } catch (RecordingAway | IllegalArgumentException e) {
            Files.deleteIfExists(file);
            throw new Refusal(ExitCode.FAILED, String.valueOf(e.getMessage()));
        } catch (Refusal e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }
}
