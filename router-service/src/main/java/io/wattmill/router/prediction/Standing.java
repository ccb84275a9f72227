// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

/**
 * What follows from an engine's work in flight alone, whatever the next request. Each decision asks
 * every engine for it, and one decision changes the work of one engine.
 *
 * @param sequences that decode, or will when their prompts are done
 * @param decoding of them
 * @param kvTokens sum of their contexts
 * @param freePlaces sequences that could run besides; below 0 when more are there than can run
 * @param freeKvTokens that the KV cache has room for besides; below 0 likewise
 * @param promptTokens of a sequence, in the mean
 * @param stepNanos a step of those that decode; 0 when none does
 * @param leastBacklogNanos what is left of prompts ahead at least; 0 when none waits
 * @param leavesEveryNanos pace at which sequences end
 * @param stepMicrojoules above idle, of a step of {@code sequences}
 * @param joinedNanos a step with one more of them that has no context
 * @param joinedMilliwatts above idle, of such a step
 * @param nanosPerKvToken that its context adds
 */
record Standing(
        int sequences,
        int decoding,
        long kvTokens,
        int freePlaces,
        long freeKvTokens,
        long promptTokens,
        long stepNanos,
        long leastBacklogNanos,
        double leavesEveryNanos,
        double stepMicrojoules,
        long joinedNanos,
        double joinedMilliwatts,
        double nanosPerKvToken) {

    static Standing of(EngineWork work, EngineLimits limits, StepTimes steps) {
        int sequences = work.decoding() + work.prefilling();
        long kvTokens = work.contextTokens();
        double step = steps.decodeNanos(Math.max(1, work.decoding()), kvTokens);
        return new Standing(
                sequences,
                work.decoding(),
                kvTokens,
                limits.maxRunning() - work.sequences(),
                limits.kvCapacityTokens() - kvTokens,
                work.meanPromptTokens(),
                work.decoding() == 0 ? 0 : steps.decodeNanos(work.decoding(), kvTokens),
                work.prefilling() == 0 ? 0 : steps.decodeNanos(work.decoding() + 1, 0),
                step * work.meanOutputTokens() / Math.max(1, work.sequences()),
                steps.decodeMicrojoules(sequences, kvTokens),
                steps.decodeNanos(sequences + 1, kvTokens),
                steps.decodeMilliwatts(sequences + 1),
                steps.nanosPerKvToken());
    }

    /** Prompts ahead. While any waits, at least one step is left of it. */
    long backlogNanos(long endsNanos, long nowNanos) {
        boolean waits = sequences > decoding;
        return waits ? Math.max(endsNanos - nowNanos, leastBacklogNanos) : 0;
    }

    /**
     * Wait for a place: sequences over the limit leave at the pace of the running ones. Of the room
     * that one leaves in the KV cache the others' growth takes its answer's part, so that its
     * prompt's is left.
     */
    long placeNanos(long tokens) {
        if (freePlaces > 0 && freeKvTokens >= tokens) {
            return 0;
        }
        double places = 1.0 - freePlaces;
        double kv = (double) (tokens - freeKvTokens) / promptTokens;
        return Math.round(Math.max(0, Math.max(places, kv)) * leavesEveryNanos);
    }

    /** A step with one more sequence of this context. */
    long joinedNanos(long contextTokens) {
        return joinedNanos + Math.round(contextTokens * nanosPerKvToken);
    }
}
