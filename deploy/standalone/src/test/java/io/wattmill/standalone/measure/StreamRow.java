// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One way on which streams were measured, and what each round found on it. */
final class StreamRow {
    static final String HEAD =
            """
            | way to the engine | CPU us/chunk, median (least-most) | x nginx | p50 added | p99 added (least-most) | PSS per stream |
            |---|---|---|---|---|---|
            """;

    private final String name;
    private final int port;
    private final ProcessHandle process;
    private final String key;
    private final Runnable afterwards;
    private final List<Double> cpuMicros = new ArrayList<>();
    private final List<Double> p50Micros = new ArrayList<>();
    private final List<Double> p99Micros = new ArrayList<>();
    private final List<Double> kbPerStream = new ArrayList<>();
    private long idleKb;

    /**
     * @param process that is charged for it
     * @param key that it takes
     * @param afterwards blocks until everything that follows from the requests is done
     */
    StreamRow(String name, int port, ProcessHandle process, String key, Runnable afterwards) {
        this.name = name;
        this.port = port;
        this.process = process;
        this.key = key;
        this.afterwards = afterwards;
    }

    int port() {
        return port;
    }

    ProcessHandle process() {
        return process;
    }

    String key() {
        return key;
    }

    Runnable afterwards() {
        return afterwards;
    }

    /** Its memory without streams. */
    void idle(long pssKb) {
        idleKb = pssKb;
    }

    /** Its memory with all streams in the round that warms; a heap that grew then stays. */
    void warmed(long pssKb, int streams) {
        kbPerStream.add((double) (pssKb - idleKb) / streams);
    }

    void found(ClosedLoop.Times times, long micros, long pssKb, int streams) {
        cpuMicros.add((double) micros / times.nanos().length);
        p50Micros.add(times.p50Micros());
        p99Micros.add(times.p99Micros());
        warmed(pssKb, streams);
    }

    double p50Micros() {
        return Medians.of(p50Micros);
    }

    double p99Micros() {
        return Medians.of(p99Micros);
    }

    String line(StreamRow direct, StreamRow nginx) {
        return String.format(
                Locale.ROOT,
                "| %s | %.1f (%.1f-%.1f) | %.2f | %.0f us | %.2f ms (%.2f-%.2f) | %.1f KB |%n",
                name,
                Medians.of(cpuMicros),
                Medians.least(cpuMicros),
                Medians.most(cpuMicros),
                Medians.ofRatios(cpuMicros, nginx.cpuMicros),
                p50Micros() - direct.p50Micros(),
                (p99Micros() - direct.p99Micros()) / 1e3,
                (Medians.least(p99Micros) - direct.p99Micros()) / 1e3,
                (Medians.most(p99Micros) - direct.p99Micros()) / 1e3,
                Medians.most(kbPerStream));
    }
}
