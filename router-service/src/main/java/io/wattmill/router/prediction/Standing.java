// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

/**
 * What follows from an engine's work in flight alone, whatever the next request. Each decision asks
 * every engine for it, and one decision changes the work of one engine.
 *
 * @param sequences that decode, or will when their prompts are done
 * @param kvTokens sum of their contexts
 * @param stepNanos a step of those that decode; 0 when none does
 * @param leastBacklogNanos what is left of prompts ahead at least; 0 when none waits
 * @param leavesEveryNanos pace at which sequences end
 * @param stepMicrojoules above idle, of a step of {@code sequences}
 */
record Standing(
        int sequences,
        long kvTokens,
        long stepNanos,
        long leastBacklogNanos,
        double leavesEveryNanos,
        double stepMicrojoules) {

    static Standing of(EngineWork work, StepTimes steps) {
        int sequences = work.decoding() + work.prefilling();
        long kvTokens = work.contextTokens();
        double step = steps.decodeNanos(Math.max(1, work.decoding()), kvTokens);
        return new Standing(
                sequences,
                kvTokens,
                work.decoding() == 0 ? 0 : steps.decodeNanos(work.decoding(), kvTokens),
                work.prefilling() == 0 ? 0 : steps.decodeNanos(work.decoding() + 1, 0),
                step * work.meanOutputTokens() / Math.max(1, work.sequences()),
                steps.decodeMicrojoules(sequences, kvTokens));
    }
}
