// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

import java.util.Arrays;

/**
 * What to expect of one request on many engines: the figures of a {@link Prediction} for each, as
 * plain numbers, so that a decision makes no object per engine. Those of joules and the p90 of the
 * pace are there once they were {@linkplain Forecast#detail asked for}. Not thread-safe.
 */
public final class Predictions {
    private static final int FIRST = 16;

    private static final int TTFT = 0;
    private static final int TTFT_P90 = 1;
    private static final int TPOT = 2;
    private static final int PREFILL = 3;
    private static final int ENERGY = 4;
    private static final int MARGINAL = 5;
    private static final int SHARE = 6;
    private static final int CACHED = 7;
    private static final int MODEL_TTFT = 8;
    private static final int MODEL_TPOT = 9;
    private static final int TPOT_P90 = 10;
    private static final int UNLOADED_TPOT = 11;
    private static final int FIELDS = 12;

    private long[] figures = new long[FIRST * FIELDS];

    /** Makes room for one of this index. */
    public void reserve(int index) {
        if (figures.length < FIELDS * (index + 1)) {
            figures = Arrays.copyOf(figures, 2 * FIELDS * (index + 1));
        }
    }

    /** Keeps this one under an index that there is room for. */
    public void set(int index, Prediction prediction) {
        int at = index * FIELDS;
        figures[at + TTFT] = prediction.ttftNanos();
        figures[at + TTFT_P90] = prediction.ttftP90Nanos();
        figures[at + TPOT] = prediction.tpotNanos();
        figures[at + TPOT_P90] = prediction.tpotP90Nanos();
        figures[at + PREFILL] = prediction.prefillNanos();
        figures[at + ENERGY] = prediction.energyMicrojoules();
        figures[at + MARGINAL] = prediction.marginalMicrojoules();
        figures[at + SHARE] = prediction.shareMicrojoules();
        figures[at + CACHED] = prediction.cachedTokens();
        figures[at + MODEL_TTFT] = prediction.model().ttftNanos();
        figures[at + MODEL_TPOT] = prediction.model().tpotNanos();
    }

    /** Time per token of a sequence that has this engine to itself, nanoseconds. */
    public void unloadedTpot(int index, long nanos) {
        figures[index * FIELDS + UNLOADED_TPOT] = nanos;
    }

    void times(int index, long ttft, long ttftP90, long tpot, long prefill) {
        int at = index * FIELDS;
        figures[at + TTFT] = ttft;
        figures[at + TTFT_P90] = ttftP90;
        figures[at + TPOT] = tpot;
        figures[at + PREFILL] = prefill;
    }

    void details(int index, long tpotP90, long linear, long marginal, long share) {
        int at = index * FIELDS;
        figures[at + TPOT_P90] = tpotP90;
        figures[at + ENERGY] = linear;
        figures[at + MARGINAL] = marginal;
        figures[at + SHARE] = share;
    }

    void basis(int index, int cachedTokens, long modelTtft, long modelTpot) {
        int at = index * FIELDS;
        figures[at + CACHED] = cachedTokens;
        figures[at + MODEL_TTFT] = modelTtft;
        figures[at + MODEL_TPOT] = modelTpot;
    }

    /** Adds a prompt that another engine computes first, and the way of its KV cache. */
    public void after(int index, Prediction prompt, long transferNanos) {
        int at = index * FIELDS;
        figures[at + TTFT] += prompt.ttftNanos() + transferNanos;
        figures[at + TTFT_P90] += prompt.ttftP90Nanos() + transferNanos;
        figures[at + MODEL_TTFT] += prompt.model().ttftNanos() + transferNanos;
        figures[at + ENERGY] += prompt.energyMicrojoules();
        figures[at + MARGINAL] += prompt.marginalMicrojoules();
        figures[at + SHARE] += prompt.shareMicrojoules();
        figures[at + CACHED] = prompt.cachedTokens();
    }

    /** The one under this index, as a record of its own. */
    public Prediction get(int index) {
        int at = index * FIELDS;
        return new Prediction(
                figures[at + TTFT],
                figures[at + TTFT_P90],
                figures[at + TPOT],
                figures[at + TPOT_P90],
                figures[at + PREFILL],
                figures[at + ENERGY],
                figures[at + MARGINAL],
                figures[at + SHARE],
                (int) figures[at + CACHED],
                new Prediction.Model(figures[at + MODEL_TTFT], figures[at + MODEL_TPOT]));
    }

    /** Time to first token, mean, nanoseconds. */
    public long ttftNanos(int index) {
        return figures[index * FIELDS + TTFT];
    }

    /** Time to first token that 9 of 10 stay below, nanoseconds. */
    public long ttftP90Nanos(int index) {
        return figures[index * FIELDS + TTFT_P90];
    }

    /** Time per output token after the first, nanoseconds. */
    public long tpotNanos(int index) {
        return figures[index * FIELDS + TPOT];
    }

    /** Time per token of a sequence that has the engine to itself, nanoseconds. */
    public long unloadedTpotNanos(int index) {
        return figures[index * FIELDS + UNLOADED_TPOT];
    }

    /** By the engine's linear coefficients, microjoules. */
    public long energyMicrojoules(int index) {
        return figures[index * FIELDS + ENERGY];
    }

    /** With its share of each step, microjoules; 0 where no model tells. */
    public long shareMicrojoules(int index) {
        return figures[index * FIELDS + SHARE];
    }

    /** Of the prompt, expected in the prefix cache. */
    public int cachedTokens(int index) {
        return (int) figures[index * FIELDS + CACHED];
    }

    /** Time per token by the engine model alone, nanoseconds. */
    long modelTpotNanos(int index) {
        return figures[index * FIELDS + MODEL_TPOT];
    }

    /** What its own prompt takes, nanoseconds. */
    public long prefillNanos(int index) {
        return figures[index * FIELDS + PREFILL];
    }
}
