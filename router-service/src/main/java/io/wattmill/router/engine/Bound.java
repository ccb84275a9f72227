// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.engine;

/**
 * What more work on an engine would run into.
 *
 * <p>A roofline of the batch (Williams, Waterman, Patterson 2009; for inference: Pope et al. 2022,
 * "Efficiently Scaling Transformer Inference", section 2): decoding reads all weights and the KV
 * cache in each step, so that sequences are nearly free until their own reads and overheads weigh
 * as much as the weights; a prompt is bound by compute as soon as it fills the tokens of a step.
 * Times are {@link EngineModel}'s, with its error.
 */
public enum Bound {
    /** Nothing: there is room. */
    NOTHING,
    /** Steps take long enough for the sequences they serve that more of them gain little. */
    DECODE_BANDWIDTH,
    /** The prompts that wait fill whole steps. */
    PREFILL_COMPUTE,
    /** Sequences wait and the KV cache is full. */
    KV_MEMORY,
    /** Sequences wait and the batch has as many as it may. */
    BATCH_SLOTS;

    /** A cache this full takes no further prompt of usual length (vLLM keeps 1 % free itself). */
    static final long KV_FULL_PPM = 900_000;

    /** Twice the sequences must make this many times the tokens, or decoding is bound. */
    static final double WORTHWHILE = 1.5;

    /**
     * What occupies an engine.
     *
     * @param decoding sequences in each step
     * @param kvTokens their contexts, summed
     * @param promptTokens tokens of prompts that are not computed yet
     * @param stepTokens tokens that a step computes at most
     * @param waiting sequences in the engine's queue
     * @param slotsUsedUp whether the batch has as many sequences as it may
     * @param kvUsedPpm share of the KV cache in use
     */
    public record Occupancy(
            int decoding,
            long kvTokens,
            long promptTokens,
            int stepTokens,
            int waiting,
            boolean slotsUsedUp,
            long kvUsedPpm) {}

    /** What binds {@code engine} when it is occupied like this. */
    public static Bound of(EngineModel engine, Occupancy now) {
        if (now.waiting() > 0 && now.kvUsedPpm() >= KV_FULL_PPM) {
            return KV_MEMORY;
        }
        if (now.promptTokens() > 0 && now.promptTokens() >= now.stepTokens() - now.decoding()) {
            return PREFILL_COMPUTE;
        }
        if (now.waiting() > 0 && now.slotsUsedUp()) {
            return BATCH_SLOTS;
        }
        return isPastTheKnee(engine, now) ? DECODE_BANDWIDTH : NOTHING;
    }

    private static boolean isPastTheKnee(EngineModel engine, Occupancy now) {
        if (now.decoding() == 0) {
            return false;
        }
        double step = engine.seconds(StepLoad.decode(now.decoding(), now.kvTokens()));
        double twice = engine.seconds(StepLoad.decode(2 * now.decoding(), 2 * now.kvTokens()));
        return 2 * step / twice < WORTHWHILE;
    }
}
