// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import io.wattmill.router.placement.Candidates;
import io.wattmill.router.placement.Slo;
import io.wattmill.router.prediction.RequestShape;

/**
 * What one request may run into on an engine, each as a strain: predicted over allowed, 1 = just
 * so.
 *
 * @param shape the request's lengths
 * @param slo promised to it
 * @param runningTpotNanos promised to the sequences that already run there
 * @param ttftShare of the slack that predictions of the first token may use up, see {@link Margin}
 * @param tpotShare the same between tokens
 * @param queue prompts that may wait on an engine
 * @param room share of its KV cache and of its sequences that an engine may use, see {@link Room}
 * @param mostHarm answers of others that its prompt may be expected to break, see {@link Harm}
 */
record Limits(
        RequestShape shape,
        Slo slo,
        long runningTpotNanos,
        double ttftShare,
        double tpotShare,
        int queue,
        double room,
        double mostHarm) {
    /** Nothing is promised to anybody. */
    static final Limits NONE =
            new Limits(
                    new RequestShape(1, 0, 1), Slo.NONE, Slo.NEVER, 1, 1, Integer.MAX_VALUE, 1, 1);

    /** Of the KV cache. Beyond this, engines begin to preempt (vLLM) or retract (SGLang). */
    private static final double FULLEST = 0.92;

    /** With its sequences this many tokens longer each, it is to hold no more than this. */
    private static final int GROWTH = 300;

    private static final double FULLEST_GROWN = 0.95;

    /** More harm is no more of a strain: what it is, {@link Risk} weighs. */
    private static final double MOST_STRAIN = 5;

    /** The largest of all strains. */
    double strain(Candidates among, int index) {
        double soon = Math.max(first(among, index), queue(among, index));
        double later = Math.max(pace(among, index), running(among, index));
        return Math.max(Math.max(soon, later), kv(among, index));
    }

    /** Of the time to first token, at its p90. */
    double first(Candidates among, int index) {
        double limit = within(among.unloadedTtftNanos(index), slo.ttftNanos(), ttftShare);
        return among.predictions().ttftP90Nanos(index) / limit;
    }

    /** Of its time per token. */
    double pace(Candidates among, int index) {
        double limit = within(among.unloadedTpotNanos(index), slo.tpotNanos(), tpotShare);
        return among.predictions().tpotNanos(index) / limit;
    }

    /** Of the others' pace: they share its steps, and its prompt keeps them waiting once. */
    double running(Candidates among, int index) {
        if (among.work(index).sequences() == 0) {
            return 0;
        }
        double limit = within(among.unloadedTpotNanos(index), runningTpotNanos, tpotShare);
        double pace = among.predictions().tpotNanos(index) / limit;
        double shared = among.work(index).decoding() == 0 ? 0 : pace;
        return Math.max(shared, Math.min(MOST_STRAIN, harm(among, index) / mostHarm));
    }

    /** Of the pace of all that run there, without a margin. */
    double promised(Candidates among, int index) {
        return (double) among.predictions().tpotNanos(index) / runningTpotNanos;
    }

    /** Of the time to first token, what is ahead of its own prompt. */
    double line(Candidates among, int index) {
        long ahead = among.predictions().ttftNanos(index) - among.unloadedTtftNanos(index);
        return (double) ahead / slo.ttftNanos();
    }

    /** Whether the engine would keep both promises if it had nothing else to do. */
    boolean isWithinReach(Candidates among, int index) {
        return among.unloadedTtftNanos(index) <= slo.ttftNanos()
                && among.unloadedTpotNanos(index) <= Math.min(slo.tpotNanos(), runningTpotNanos);
    }

    /** Answers of others that its prompt is expected to make slower than promised. */
    double harm(Candidates among, int index) {
        return among.broken(index, runningTpotNanos);
    }

    /** Of the KV cache, now and a little later, and of places; an idle engine takes what fits. */
    double kv(Candidates among, int index) {
        long peak = (long) shape.promptTokens() + shape.outputTokens();
        int others = among.work(index).sequences();
        double now = Shares.kv(among, index, peak) / FULLEST;
        double grown = Shares.kv(among, index, peak + (long) GROWTH * others) / FULLEST_GROWN;
        double places = (others + 1.0) / among.maxRunning(index);
        return others == 0 ? 0 : Math.max(places, Math.max(now, grown)) / room;
    }

    /** Of the queue. */
    double queue(Candidates among, int index) {
        return (among.work(index).prefilling() + 1.0) / queue;
    }

    private static double within(long unloadedNanos, long promisedNanos, double share) {
        double slack = Math.max(0, promisedNanos - unloadedNanos);
        return promisedNanos - (1 - share) * slack;
    }
}
