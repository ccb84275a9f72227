// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.source;

import io.wattmill.twin.trace.format.AgentSessions;
import io.wattmill.twin.trace.format.ReadLimits;
import io.wattmill.twin.trace.format.ServeGenFiles;
import io.wattmill.twin.trace.format.TraceReading;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Traces that are published as folders of files. Reads them in the order of their names. */
final class TraceFolders {
    private static final int MOST_FILES = 10_000;
    private static final long MOST_DATASET_BYTES = 16L << 20;
    private static final String WINDOWS = "-trace.csv";

    private TraceFolders() {}

    static TraceReading sessions(Path at, ReadLimits limits, int limit) throws IOException {
        List<AgentSessions.Source> sources = new ArrayList<>();
        try (Closer open = new Closer()) {
            for (Path file : Files.isDirectory(at) ? files(at, ".jsonl") : List.of(at)) {
                var reader = open.add(Files.newBufferedReader(file, StandardCharsets.UTF_8));
                sources.add(new AgentSessions.Source(name(file), reader));
            }
            return AgentSessions.read(sources, name(at), limit, limits);
        }
    }

    static ServeGenFiles.Outcome servegen(Path folder, ReadLimits limits) throws IOException {
        ServeGenFiles files = new ServeGenFiles(limits);
        for (Path windows : files(folder, WINDOWS)) {
            String client = name(windows).substring(0, name(windows).length() - WINDOWS.length());
            Path dataset = folder.resolve(client + "-dataset.json");
            if (!Files.isRegularFile(dataset)) {
                files.missing(name(dataset), "is not there");
            } else if (Files.size(dataset) > MOST_DATASET_BYTES) {
                files.missing(name(dataset), "is longer than " + MOST_DATASET_BYTES + " bytes");
            } else {
                try (var reader = Files.newBufferedReader(windows, StandardCharsets.UTF_8)) {
                    files.client(client, reader, Files.readString(dataset));
                }
            }
        }
        return files.outcome();
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> name(file).endsWith(ending))
                    .sorted(Comparator.comparing(TraceFolders::name))
                    .limit(MOST_FILES)
                    .toList();
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** Closes what was opened, whatever happens. */
    private static final class Closer implements Closeable {
        private final List<Closeable> opened = new ArrayList<>();

        <T extends Closeable> T add(T one) {
            opened.add(one);
            return one;
        }

        @Override
        public void close() throws IOException {
            for (Closeable one : opened) {
                one.close();
            }
        }
    }
}
