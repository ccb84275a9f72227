// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.store;

import io.wattmill.twin.runs.RunAsked;
import io.wattmill.twin.simulate.run.RunLimits;
import io.wattmill.twin.simulate.run.RunLimits.Work;

import java.util.Locale;
import java.util.Optional;

/** What one run may take, and whether it would take more, so far as its question tells. */
public record RunBounds(RunLimits limits) {
    /** Of {@code trace.TraceShape#conversation()}. */
    private static final long MEAN_INPUT_TOKENS = 12_035;

    private static final long MEAN_OUTPUT_TOKENS = 343;
    private static final double NANOS_PER_SECOND = 1e9;

    /**
     * Half the heap among the workers, and a core for the longest that a run may go on.
     *
     * @param heapBytes that this process may have
     */
    public static RunBounds of(RunsConfig config, long heapBytes) {
        return new RunBounds(
                new RunLimits(
                        heapBytes / 2 / config.workers(),
                        config.maxDuration().toNanos() / NANOS_PER_SECOND));
    }

    /**
     * Why this run does not even begin; empty when it may. What is drawn as in a conversation is
     * known to be of its lengths. What a plan or a trace asks for is known when it was read: until
     * then only what any such requests take counts, and whoever reads them checks the rest.
     */
    Optional<String> refusal(RunAsked asked) {
        long requests = asked.requests();
        boolean drawn = asked.trace().equals(RunAsked.CONVERSATION);
        var work =
                new Work(
                        requests,
                        drawn ? requests * MEAN_INPUT_TOKENS : 0,
                        drawn ? requests * MEAN_OUTPUT_TOKENS : 0,
                        1,
                        asked.seeds(),
                        1);
        return limits.check(work).map(_ -> refusal(work));
    }

    private String refusal(Work work) {
        double over =
                Math.max(
                        work.bytes() / (double) limits.memoryBytes(),
                        work.seconds() / limits.cpuSeconds());
        return String.format(
                Locale.ROOT,
                "%,d requests need some %,.1f MiB and %,.1f s; a run may take %,.1f MiB and %,.1f"
                        + " s; ask for at most some %,d, or raise twin.runs.max-duration or -Xmx",
                work.requests(),
                work.bytes() / (double) (1 << 20),
                work.seconds(),
                limits.memoryBytes() / (double) (1 << 20),
                limits.cpuSeconds(),
                (long) Math.max(1, work.requests() / over));
    }
}
