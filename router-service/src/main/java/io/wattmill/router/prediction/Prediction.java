// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

/**
 * What to expect of a request on an engine. Durations in nanoseconds.
 *
 * @param ttftNanos time to first token, mean
 * @param ttftP90Nanos time to first token that 9 of 10 such requests stay below
 * @param tpotNanos time per output token after the first
 * @param prefillNanos of the time to first token, what its own prompt takes: without a queue it
 *     would wait only for this, and for so long it keeps the running sequences from their next
 *     token
 * @param energyMicrojoules device energy of the prompt and the expected output, by the engine's
 *     linear coefficients (base power not included)
 * @param marginalMicrojoules what the engine's devices draw more than without this request, by the
 *     engine model at the batch it joins; 0 where the engine is not in the catalogue
 * @param shareMicrojoules the same with an equal share of each step's joules above idle instead of
 *     the difference that it makes: what it makes in the long run, where others take the places of
 *     those that leave
 * @param cachedTokens of the prompt, expected in the prefix cache
 * @param model what the engine model alone says, before learning
 */
public record Prediction(
        long ttftNanos,
        long ttftP90Nanos,
        long tpotNanos,
        long prefillNanos,
        long energyMicrojoules,
        long marginalMicrojoules,
        long shareMicrojoules,
        int cachedTokens,
        Model model) {

    /**
     * Of an engine that no model describes: times as they were seen, and joules that nobody knows.
     */
    public static Prediction observed(long ttftNanos, long tpotNanos) {
        return new Prediction(
                ttftNanos, ttftNanos, tpotNanos, 0, 0, 0, 0, 0, new Model(ttftNanos, tpotNanos));
    }

    /** Times of the engine model alone: what learned speed is learned against. */
    public record Model(long ttftNanos, long tpotNanos) {}
}
