// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.engine;

import io.wattmill.router.batch.StepResult.Produced;
import io.wattmill.twin.emulator.engine.Job.Work;
import io.wattmill.twin.emulator.metrics.EngineCounters;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The jobs that an engine has taken and not ended, with the instants that latencies count from. */
final class TakenJobs {
    private final Map<Long, Taken> taken = new HashMap<>();

    /** A job with its instants. */
    private static final class Taken {
        final Job job;
        final long arrivedNanos;
        long lastTokenNanos;

        Taken(Job job, long arrivedNanos) {
            this.job = job;
            this.arrivedNanos = arrivedNanos;
        }
    }

    /** Takes a job that came at this instant. */
    void take(Job job, long arrivedNanos) {
        taken.put(job.id(), new Taken(job, arrivedNanos));
    }

    /** Gives a job up; false when it is none of these. */
    boolean remove(long id) {
        return taken.remove(id) != null;
    }

    /** Gives up all. */
    void clear() {
        taken.clear();
    }

    int size() {
        return taken.size();
    }

    /** A job that is here. */
    Job job(long id) {
        return Objects.requireNonNull(taken.get(id), "a block is of a job that is here").job;
    }

    /** Counts a token that came at this instant, then tells who waits for it. */
    void produced(Produced token, long atNanos, EngineCounters counters) {
        var one = taken.get(token.id());
        if (one == null) {
            return; // Aborted by a listener that heard of an earlier token of this step.
        }
        count(one, token, atNanos, counters);
        one.lastTokenNanos = atNanos;
        if (token.finished()) {
            taken.remove(token.id());
            counters.finished(one.job.length().reason(), atNanos - one.arrivedNanos);
        }
        one.job.listener().token(token.cachedTokens(), token.finished());
    }

    private static void count(Taken one, Produced token, long atNanos, EngineCounters counters) {
        if (token.first() && one.job.work() != Work.GENERATE_BESIDE) {
            counters.prompt(one.job.promptTokens(), token.cachedTokens());
        }
        if (one.job.work() == Work.EMBED) {
            return;
        }
        if (token.first()) {
            counters.firstToken(atNanos - one.arrivedNanos);
        } else {
            counters.furtherToken(atNanos - one.lastTokenNanos);
        }
    }
}
