// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.run;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a batch of runs may take. Estimates are high on purpose, by figures of docs/BENCHMARKS.md
 * ("Simulation") and the sizes of what is kept per request.
 *
 * @param memoryBytes heap that runs may fill
 * @param cpuSeconds of all cores together
 */
public record RunLimits(long memoryBytes, double cpuSeconds) {
    /** Columns of the table, the router's names for it, its place in the trace. */
    private static final long BYTES_PER_REQUEST = 400;

    /** A block in the trace, the table, the engine's memory and the router's. */
    private static final long BYTES_PER_BLOCK = 41;

    /** Tokens in a block of a trace that does not say otherwise. */
    private static final int USUAL_BLOCK_TOKENS = 512;

    private static final double ENGINE_SECONDS_PER_REQUEST = 1e-6;
    private static final double PREDICTION_SECONDS = 0.25e-6;

    /** A block hashed, looked up and pinned; measured 0.15 us on prompts of up to 2,500 of them. */
    private static final double BLOCK_SECONDS = 0.2e-6;

    private static final double PROGRESS_SECONDS_PER_TOKEN = 10e-9;

    /**
     * Runs of one kind.
     *
     * @param requests of one run
     * @param inputTokens of one run
     * @param outputTokens of one run
     * @param blockTokens in a block of its prompts: the smaller, the more of them are kept
     * @param engines that the router chooses among; 0 without a router
     * @param runs how many
     * @param threads how many of them at once
     */
    public record Work(
            long requests,
            long inputTokens,
            long outputTokens,
            int blockTokens,
            long engines,
            long runs,
            int threads) {
        /** Prompts in blocks of the usual size. */
        public Work(
                long requests,
                long inputTokens,
                long outputTokens,
                long engines,
                long runs,
                int threads) {
            this(requests, inputTokens, outputTokens, USUAL_BLOCK_TOKENS, engines, runs, threads);
        }

        /** So many times as many runs. */
        public Work times(long factor) {
            return new Work(
                    requests,
                    inputTokens,
                    outputTokens,
                    blockTokens,
                    engines,
                    runs * factor,
                    threads);
        }

        /** Of the first requests only, at most so many, of mean length. */
        public Work first(long most) {
            if (requests <= most) {
                return this;
            }
            double share = most / (double) requests;
            return new Work(
                    most,
                    Math.round(inputTokens * share),
                    Math.round(outputTokens * share),
                    blockTokens,
                    engines,
                    runs,
                    threads);
        }

        private double blocks() {
            return inputTokens / (double) blockTokens;
        }

        /** Heap that one run fills. */
        long bytesOfOne() {
            return (long) (requests * (double) BYTES_PER_REQUEST + blocks() * BYTES_PER_BLOCK);
        }

        /** Heap that it fills. */
        public long bytes() {
            return bytesOfOne() * Math.min(runs, threads);
        }

        /** Time of a core. */
        public double seconds() {
            double perRequest = ENGINE_SECONDS_PER_REQUEST + engines * PREDICTION_SECONDS;
            double tokens = outputTokens * PROGRESS_SECONDS_PER_TOKEN + blocks() * BLOCK_SECONDS;
            return runs * (requests * perRequest + tokens);
        }
    }

    /**
     * Why it cannot be done.
     *
     * @param problem with what it needs and what it may take
     * @param fix what to ask for instead
     */
    public record TooMuch(String problem, String fix) {}

    /** What is wrong with this work; empty when it may start. */
    public Optional<TooMuch> check(Work work) {
        return check(List.of(work));
    }

    /** What is wrong with all of this together; empty when it may start. */
    public Optional<TooMuch> check(List<Work> works) {
        long bytes = bytes(works);
        double seconds = works.stream().mapToDouble(Work::seconds).sum();
        double over = Math.max(bytes / (double) memoryBytes, seconds / cpuSeconds);
        return over <= 1
                ? Optional.empty()
                : Optional.of(new TooMuch(problem(works, bytes, seconds), fix(works, over)));
    }

    /** The largest runs, as many as there are threads, at once. */
    private static long bytes(List<Work> works) {
        List<Work> largestFirst =
                works.stream()
                        .sorted(Comparator.comparingLong(Work::bytesOfOne).reversed())
                        .toList();
        long threads = works.stream().mapToInt(Work::threads).max().orElse(1);
        long bytes = 0;
        for (Work work : largestFirst) {
            long atOnce = Math.min(threads, work.runs());
            bytes += atOnce * work.bytesOfOne();
            threads -= atOnce;
        }
        return bytes;
    }

    private String problem(List<Work> works, long bytes, double seconds) {
        return String.format(
                Locale.ROOT,
                "%,d runs with %,d requests in all, on up to %,d engines, need some %,.1f GiB and"
                        + " %,.0f core-seconds; they may take %,.1f GiB and %,.0f",
                works.stream().mapToLong(Work::runs).sum(),
                works.stream().mapToLong(work -> work.runs() * work.requests()).sum(),
                works.stream().mapToLong(Work::engines).max().orElse(0),
                bytes / (double) (1 << 30),
                seconds,
                memoryBytes / (double) (1 << 30),
                cpuSeconds);
    }

    private static String fix(List<Work> works, double over) {
        long most = works.stream().mapToLong(Work::requests).max().orElse(0);
        return String.format(
                Locale.ROOT,
                "at most some %,d requests of each workload (--limit), fewer seeds, --brief, or"
                        + " more memory (-Xmx) and time (--minutes)",
                (long) Math.max(1, most / over));
    }
}
