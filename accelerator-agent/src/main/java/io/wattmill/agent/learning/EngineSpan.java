// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.learning;

import io.wattmill.agent.inference.EngineReading;
import io.wattmill.agent.regression.Work;

/**
 * What an engine did between its first reading and its last one.
 *
 * <p>Prompt tokens and tokens produced are differences of its counters. Steps are tokens produced
 * by sequences that ran, as gauges say it at both ends of each pair of readings; KV reads are steps
 * x the tokens that the KV cache held. That is what engines tell: blocks that sequences share count
 * once, tokens guessed ahead (speculative decoding) count as steps of their own, and an engine that
 * does not tell the size of its cache has no KV reads here, so that their energy is part of a
 * token's.
 *
 * @param fromUs epoch microseconds
 * @param toUs epoch microseconds
 * @param prefillTokens prompt tokens computed
 * @param steps of the batch
 * @param decodeTokens tokens produced
 * @param kvReads tokens of context read
 * @param quiet whether no sequence ran or waited at any reading
 */
record EngineSpan(
        long fromUs,
        long toUs,
        long prefillTokens,
        double steps,
        long decodeTokens,
        double kvReads,
        boolean quiet) {

    private static final double US_PER_SECOND = 1e6;
    private static final double PPM = 1e6;

    /** Nothing yet, from the instant of a reading on. */
    static EngineSpan from(EngineReading reading, long atUs) {
        return new EngineSpan(atUs, atUs, 0, 0, 0, 0, isQuiet(reading));
    }

    /** Up to the next reading. */
    EngineSpan plus(EngineReading before, EngineReading after, long atUs) {
        long computed = computed(after) - computed(before);
        long produced = after.generatedTokens() - before.generatedTokens();
        double running = Math.max(1, (before.running() + after.running()) / 2.0);
        double made = produced / running;
        double held = (held(before) + held(after)) / 2;
        return new EngineSpan(
                fromUs,
                atUs,
                prefillTokens + Math.max(0, computed),
                steps + made,
                decodeTokens + produced,
                kvReads + made * held,
                quiet && isQuiet(after));
    }

    long lengthUs() {
        return toUs - fromUs;
    }

    /** Whether it says something: an engine that neither rests nor computes is between the two. */
    boolean isTelling() {
        return quiet || prefillTokens > 0 || decodeTokens > 0;
    }

    /** The same for a regression. */
    Work work() {
        return new Work(lengthUs() / US_PER_SECOND, prefillTokens, steps, decodeTokens, kvReads);
    }

    private static long computed(EngineReading reading) {
        return reading.promptTokens() - reading.cachedTokens();
    }

    private static double held(EngineReading reading) {
        return reading.kvTokens() * (reading.kvUsedPpm() / PPM);
    }

    private static boolean isQuiet(EngineReading reading) {
        return reading.running() == 0 && reading.waiting() == 0;
    }
}
