// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement.policy;

import io.wattmill.router.placement.Candidates;
import io.wattmill.router.prediction.EngineWork;
import io.wattmill.router.prediction.Predictions;

import java.util.Arrays;

/**
 * How near a request would bring each engine to its {@link Limits}: predicted over allowed, 1 =
 * just so. Taken once for a decision, side by side, since whoever chooses, weighs what is broken
 * and writes it down asks for each of them more than once. Not thread-safe.
 */
final class Strains {
    private static final int FIRST_TOKEN = 0;
    private static final int PACE = 1;
    private static final int RUNNING = 2;
    private static final int KV = 3;
    private static final int MOST = 4;
    private static final int PROMISED = 5;
    private static final int FIGURES = 6;

    /** Of the KV cache. Beyond this, engines begin to preempt (vLLM) or retract (SGLang). */
    private static final double PER_FULLEST = 1 / 0.92;

    /** With its sequences this many tokens longer each, it is to hold no more than this. */
    private static final int GROWTH = 300;

    private static final double PER_FULLEST_GROWN = 1 / 0.95;

    /** More harm is no more of a strain: what it is, {@link Risk} weighs. */
    private static final double MOST_STRAIN = 5;

    private double[] figures = new double[16 * FIGURES];

    // Inverses: a division takes as long as some twenty multiplications, and there are thousands.
    private double perRunningNano;
    private double perHarm;
    private double perQueued;
    private double perRoom;

    /** Of all of them. */
    void take(Limits limits, Candidates among) {
        if (figures.length < FIGURES * among.size()) {
            figures = Arrays.copyOf(figures, 2 * FIGURES * among.size());
        }
        perRunningNano = 1.0 / limits.runningTpotNanos();
        perHarm = 1 / limits.mostHarm();
        perQueued = 1.0 / limits.queue();
        perRoom = 1 / limits.room();
        for (int i = 0; i < among.size(); i++) {
            take(limits, among, i);
        }
    }

    private void take(Limits limits, Candidates among, int index) {
        EngineWork work = among.work(index);
        Predictions predicted = among.predictions();
        long tpot = predicted.tpotNanos(index);
        long unloaded = among.unloadedTpotNanos(index);
        int at = FIGURES * index;
        double first = predicted.ttftP90Nanos(index) / limits.first(among.unloadedTtftNanos(index));
        double pace = tpot / limits.pace(unloaded);
        double running = 0;
        double kv = 0;
        if (work.sequences() > 0) {
            double shared = work.decoding() == 0 ? 0 : tpot / limits.running(unloaded);
            double harm = among.broken(index, limits.runningTpotNanos()) * perHarm;
            running = Math.max(shared, Math.min(MOST_STRAIN, harm));
            kv = kv(limits, among, index, work);
        }
        double queue = (work.prefilling() + 1.0) * perQueued;
        figures[at + FIRST_TOKEN] = first;
        figures[at + PACE] = pace;
        figures[at + RUNNING] = running;
        figures[at + KV] = kv;
        figures[at + PROMISED] = tpot * perRunningNano;
        figures[at + MOST] =
                Math.max(Math.max(Math.max(first, queue), Math.max(pace, running)), kv);
    }

    private double kv(Limits limits, Candidates among, int index, EngineWork work) {
        long peak = (long) limits.shape().promptTokens() + limits.shape().outputTokens();
        int others = work.sequences();
        double now = (work.contextTokens() + peak) * PER_FULLEST;
        double grown = (work.contextTokens() + peak + (long) GROWTH * others) * PER_FULLEST_GROWN;
        double tokens = Math.max(now, grown) / among.kvCapacityTokens(index);
        double places = (others + 1.0) / among.maxRunning(index);
        return Math.max(places, tokens) * perRoom;
    }

    /** The largest of all. */
    double most(int index) {
        return figures[FIGURES * index + MOST];
    }

    /** Of the time to first token, at its p90. */
    double first(int index) {
        return figures[FIGURES * index + FIRST_TOKEN];
    }

    /** Of its time per token. */
    double pace(int index) {
        return figures[FIGURES * index + PACE];
    }

    /** Of the others' pace: they share its steps, and its prompt keeps them waiting once. */
    double running(int index) {
        return figures[FIGURES * index + RUNNING];
    }

    /** Of the KV cache, now and a little later, and of places; an idle engine takes what fits. */
    double kv(int index) {
        return figures[FIGURES * index + KV];
    }

    /** Of the pace of all that run there, without a margin. */
    double promised(int index) {
        return figures[FIGURES * index + PROMISED];
    }
}
