// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.format;

import io.wattmill.twin.trace.servegen.RateWindow;
import io.wattmill.twin.trace.servegen.ServeGenClient;
import io.wattmill.twin.trace.servegen.ServeGenClient.Lengths;
import io.wattmill.twin.trace.servegen.ServeGenLoad;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Reads ServeGen's data of clients: per client a {@code chunk-N-trace.csv} of windows ({@code
 * start, rate, cv, Gamma|Weibull, shape, scale}, without a header) and a {@code
 * chunk-N-dataset.json} of length histograms.
 */
public final class ServeGenFiles {
    private final Problems problems;
    private final ServeGenWindows windows;
    private final ServeGenLengths lengths;
    private final List<ServeGenClient> clients = new ArrayList<>();

    /** What came of it. */
    public sealed interface Outcome {
        /** Every file was understood. */
        record Load(ServeGenLoad load) implements Outcome {}

        /** The first problems. */
        record Refused(List<TraceProblem> problems) implements Outcome {}
    }

    /** No client yet. */
    public ServeGenFiles(ReadLimits limits) {
        this.problems = new Problems(limits.maxProblems());
        this.windows = new ServeGenWindows(limits, problems);
        this.lengths = new ServeGenLengths(limits, problems);
    }

    /**
     * Takes the files of one client.
     *
     * @param dataset the whole JSON
     * @throws IOException when the reader fails
     */
    public void client(String name, Reader rates, String dataset) throws IOException {
        problems.in(name + "-trace.csv");
        List<RateWindow> read = windows.read(rates);
        problems.in(name + "-dataset.json");
        TreeMap<Integer, Lengths> found = lengths.read(dataset);
        if (!found.isEmpty() && !read.isEmpty()) {
            clients.add(new ServeGenClient(name, read, found));
        }
    }

    /** Something is wrong with the folder as a whole. */
    public void missing(String name, String what) {
        problems.in(name);
        problems.add(0, "", what);
    }

    /** False when another client's files would only be refused. */
    public boolean isOpen() {
        return !problems.isFull();
    }

    /** All clients, or what is wrong. */
    public Outcome outcome() {
        if (clients.isEmpty() && problems.count() == 0) {
            problems.add(0, "", "no client with windows and lengths");
        }
        return problems.count() > 0
                ? new Outcome.Refused(problems.found())
                : new Outcome.Load(new ServeGenLoad(clients));
    }

    /** The same from texts in memory. */
    public void client(String name, String rates, String dataset) {
        try {
            client(name, new StringReader(rates), dataset);
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory cannot fail", e);
        }
    }
}
