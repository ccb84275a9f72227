// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.store;

import io.wattmill.kit.config.Setting;
import io.wattmill.twin.trace.format.ReadLimits;
import io.wattmill.twin.trace.upload.UploadQuota;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Settings of traces that are read, and of those that are sent here: section {@code twin.traces}.
 */
public record TracesConfig(
        @Setting(
                        value = "1048576",
                        min = 1_024,
                        max = 67_108_864,
                        doc = "Longest line of a trace, characters; a turn of a session is a line.")
                int maxLineChars,
        @Setting(
                        value = "134217728",
                        min = 1_048_576,
                        max = 17_179_869_184L,
                        doc = "What may be kept in memory of a trace that a run reads, bytes.")
                long maxKeptBytes,
        @Setting(
                        value = "1000000",
                        min = 1,
                        max = 10_000_000,
                        doc = "Windows of rates of a servegen trace, of all its clients.")
                int maxWindows,
        @Setting(
                        doc =
                                "Folder for traces that are sent to the twin; without it none are"
                                        + " taken. ./wattmill up keeps them in its data folder.")
                Optional<Path> folder,
        @Setting(
                        value = "4194304",
                        min = 1_024,
                        max = 67_108_864,
                        doc =
                                "Longest part of a trace that is sent, bytes; the gateway has a"
                                        + " limit of its own (gateway.http.max-proxy-body-bytes).")
                int maxPartBytes,
        @Setting(
                        value = "268435456",
                        min = 1_024,
                        max = 17_179_869_184L,
                        doc = "Longest trace that is sent, bytes.")
                long maxBytes,
        @Setting(value = "100", min = 1, max = 10_000, doc = "Traces of one organization.")
                int maxTraces,
        @Setting(
                        value = "1073741824",
                        min = 1_024,
                        max = 1_099_511_627_776L,
                        doc = "Traces of one organization together, bytes.")
                long maxTotalBytes) {

    /** What reading takes: a trace may be longer than a run of it. */
    public ReadLimits reading(int maxRequests) {
        var usual = ReadLimits.USUAL;
        return new ReadLimits(
                Math.max(maxRequests, usual.maxRequests()),
                maxLineChars,
                maxKeptBytes,
                maxWindows,
                usual.maxProblems());
    }

    /** What an owner may keep. */
    public UploadQuota quota() {
        return new UploadQuota(maxBytes, maxTraces, maxTotalBytes);
    }
}
