// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.run;

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

    /** Blocks of 512 tokens: in the trace, the table and the router's memory. */
    private static final double BYTES_PER_PROMPT_TOKEN = 0.08;

    private static final double ENGINE_SECONDS_PER_REQUEST = 1e-6;
    private static final double PREDICTION_SECONDS = 0.25e-6;
    private static final double PROGRESS_SECONDS_PER_TOKEN = 10e-9;

    /**
     * What a batch would do.
     *
     * @param requests of one run
     * @param inputTokens of one run
     * @param outputTokens of one run
     * @param engines that the router chooses among; 0 without a router
     * @param runs how many
     * @param threads how many of them at once
     */
    public record Work(
            long requests,
            long inputTokens,
            long outputTokens,
            long engines,
            long runs,
            int threads) {
        /** Heap that it fills. */
        public long bytes() {
            double one = (double) requests * BYTES_PER_REQUEST;
            double blocks = inputTokens * BYTES_PER_PROMPT_TOKEN;
            return (long) ((one + blocks) * Math.min(runs, threads));
        }

        /** Time of a core. */
        public double seconds() {
            double perRequest = ENGINE_SECONDS_PER_REQUEST + engines * PREDICTION_SECONDS;
            return runs * (requests * perRequest + outputTokens * PROGRESS_SECONDS_PER_TOKEN);
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
        double over =
                Math.max(work.bytes() / (double) memoryBytes, work.seconds() / cpuSeconds);
        if (over <= 1) {
            return Optional.empty();
        }
        String fix =
                "at most some %,d requests (--limit), fewer seeds, or more memory (-Xmx)"
                        .formatted((long) Math.max(1, work.requests() / over));
        return Optional.of(
                new TooMuch(
                        String.format(
                                Locale.ROOT,
                                "%,d runs of %,d requests on %,d engines need some %,.1f GiB and"
                                        + " %,.0f core-seconds; they may take %,.1f GiB and %,.0f",
                                work.runs(),
                                work.requests(),
                                work.engines(),
                                work.bytes() / (double) (1 << 30),
                                work.seconds(),
                                memoryBytes / (double) (1 << 30),
                                cpuSeconds),
                        fix));
    }
}
