// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.source;

import io.wattmill.twin.trace.format.AgentSessions;
import io.wattmill.twin.trace.format.ReadLimits;
import io.wattmill.twin.trace.format.ServeGenFiles;
import io.wattmill.twin.trace.format.TraceReading;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Traces that are published as folders of files. Reads them in the order of their names. */
final class TraceFolders {
    private static final int MOST_FILES = 10_000;
    private static final long MOST_DATASET_BYTES = 16L << 20;
    private static final String WINDOWS = "-trace.csv";

    private TraceFolders() {}

    static TraceReading sessions(Path at, ReadLimits limits, int limit) throws IOException {
        AgentSessions sessions = new AgentSessions(limits);
        List<Path> all = Files.isDirectory(at) ? files(at, ".jsonl") : List.of(at);
        for (Iterator<Path> next = all.iterator(); next.hasNext() && sessions.isOpen(); ) {
            Path file = next.next();
            try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                sessions.file(name(file), reader);
            }
        }
        return sessions.reading(name(at), limit);
    }

    static ServeGenFiles.Outcome servegen(Path folder, ReadLimits limits) throws IOException {
        ServeGenFiles clients = new ServeGenFiles(limits);
        List<Path> all = files(folder, WINDOWS);
        for (Iterator<Path> next = all.iterator(); next.hasNext() && clients.isOpen(); ) {
            client(next.next(), clients);
        }
        return clients.outcome();
    }

    private static void client(Path windows, ServeGenFiles to) throws IOException {
        String client = name(windows).substring(0, name(windows).length() - WINDOWS.length());
        Path dataset = windows.resolveSibling(client + "-dataset.json");
        if (!Files.isRegularFile(dataset)) {
            to.missing(name(dataset), "is not there");
        } else if (Files.size(dataset) > MOST_DATASET_BYTES) {
            to.missing(name(dataset), "is longer than " + MOST_DATASET_BYTES + " bytes");
        } else {
            try (var reader = Files.newBufferedReader(windows, StandardCharsets.UTF_8)) {
                to.client(client, reader, Files.readString(dataset));
            }
        }
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> found =
                    all.filter(file -> name(file).endsWith(ending))
                            .sorted(Comparator.comparing(TraceFolders::name))
                            .limit(MOST_FILES + 1L)
                            .toList();
            if (found.size() > MOST_FILES) {
                throw new IOException(
                        String.format(
                                Locale.ROOT,
                                "%s has more than %,d files *%s; join some, or leave some out",
                                folder,
                                MOST_FILES,
                                ending));
            }
            return found;
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
