// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.kernel;

import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.StepLoad;

/**
 * The engine model's step times and powers, for adding up. Times are integers of 2^-20 ns, so that
 * the sum over a stretch of steps is exactly the sum of its steps; each is within 0.5 ns, and 0.5
 * ns more per million tokens of KV cache read, of {@link EngineModel#stepTimeNanos}, which rounds
 * to whole ones.
 *
 * <p>Where the model drafts tokens ahead, a step here stands for the time of one token of each
 * sequence, not for what runs at once: latencies and rates are right in the mean, the bunching of
 * tokens is lost. Immutable.
 */
public final class StepCost {
    /** A nanosecond is 2 to this power units. */
    static final int FRACTION_BITS = 20;

    private static final double UNITS_PER_SECOND = 1e9 * (1 << FRACTION_BITS);
    private static final long KV_SAMPLE = 1L << 30;

    /** Longest stretch of steps in one sum. */
    private static final long LONGEST_STRETCH = 4_096;

    private final EngineModel model;
    private final double tokensPerStep;
    private final long[] decodeUnits;
    private final long[] decodeMilliwatts;
    private final long unitsPerKvToken;

    /**
     * @param maxRunning most sequences in a step
     */
    public StepCost(EngineModel model, int maxRunning) {
        this.model = model;
        this.tokensPerStep = model.tokensPerStep();
        int most = Math.max(maxRunning, model.parallelism().attentionData());
        decodeUnits = new long[most + 1];
        decodeMilliwatts = new long[most + 1];
        decodeMilliwatts[0] = model.idlePowerMilliwatts();
        for (int sequences = 1; sequences <= most; sequences++) {
            StepLoad load = StepLoad.decode(sequences, 0);
            decodeUnits[sequences] =
                    Math.round(model.seconds(load) / tokensPerStep * UNITS_PER_SECOND);
            decodeMilliwatts[sequences] = model.powerMilliwatts(load);
        }
        unitsPerKvToken = unitsPerKvToken(model);
    }

    /** The model's time is linear in the KV cache read. */
    private static long unitsPerKvToken(EngineModel model) {
        double without = model.seconds(StepLoad.decode(1, 0));
        double with = model.seconds(StepLoad.decode(1, KV_SAMPLE));
        double perStep = (with - without) / KV_SAMPLE;
        return Math.round(perStep / model.tokensPerStep() * UNITS_PER_SECOND);
    }

    /** Time of any step, 0 for an empty one. */
    public long units(StepLoad load) {
        return load.rows() == 0
                ? 0
                : promptUnits(
                                load.prefillTokens(),
                                load.prefillContextTokens(),
                                load.decodeSequences())
                        + load.kvTokensRead() * unitsPerKvToken;
    }

    /** Time of a step without its KV reads. */
    long promptUnits(int prefill, long pairs, int decoding) {
        return prefill == 0
                ? decodeUnits[decoding]
                : Math.round(
                                model.seconds(new StepLoad(prefill, pairs, decoding, 0))
                                        * UNITS_PER_SECOND)
                        - gained(decoding);
    }

    /** Time of a step that lasts as long as this copy of the attention. */
    long copyUnits(StepDraft all, StepDraft copy) {
        double step = model.seconds(rows(all), rows(copy));
        double yields = all.prefill == 0 ? step : model.seconds(decode(all), decode(copy));
        double seconds = step - yields * (1 - 1 / tokensPerStep);
        long kvRead = copy.kvRead * model.parallelism().attentionData();
        return Math.round(seconds * UNITS_PER_SECOND) + kvRead * unitsPerKvToken;
    }

    private static StepLoad rows(StepDraft draft) {
        return new StepLoad(draft.prefill, draft.pairs, draft.decoding, 0);
    }

    private static StepLoad decode(StepDraft draft) {
        return StepLoad.decode(draft.decoding, 0);
    }

    /** A step with prompts yields several tokens, too, but counts as one here. */
    private long gained(int decoding) {
        return (long) (decodeUnits[decoding] * (tokensPerStep - 1));
    }

    /** Power of a step of so many rows. */
    long milliwatts(int prefill, int decoding) {
        return prefill == 0
                ? decodeMilliwatts[decoding]
                : model.powerMilliwatts(new StepLoad(prefill, 0, decoding, 0));
    }

    long unitsPerKvToken() {
        return unitsPerKvToken;
    }

    /** Most steps whose sum cannot overflow while no context exceeds this. */
    long longestStretch(long kvCapacityTokens) {
        long longest = decodeUnits[decodeUnits.length - 1] + unitsPerKvToken * kvCapacityTokens;
        return Math.clamp(Long.MAX_VALUE / 4 / longest, 1, LONGEST_STRETCH);
    }

    /** The model behind it. */
    public EngineModel model() {
        return model;
    }
}
