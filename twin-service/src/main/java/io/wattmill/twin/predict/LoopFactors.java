// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.predict;

/**
 * What a backend makes of a closed loop: how prompts delay those who decode, and how long they wait
 * themselves. Fitted together with the {@link io.wattmill.router.engine.Calibration} of its steps.
 *
 * @param stolen factor on the time that prompts take from the steps of others
 * @param stolenFromCopies further factor, where copies of the attention wait for each other
 * @param stolenInStep further factor, where clients start together
 * @param startSeconds of every request: HTTP, tokenizing, the first token's way back
 * @param ownPrompt factor on the prompt's own computing
 * @param operationSeconds for the start of each of a prompt's kernels ({@link Operations})
 * @param captured factor on it, where pieces of a layer are started instead of kernels
 * @param newerLaunches factor on it, since Blackwell: newer hosts, too
 * @param steps that a prompt waits for
 * @param received part of the steps between two looks at the queue that it waits for, too
 * @param gathered the same of the steps for which it waits for other prompts
 * @param balanced the same of the steps for which copies of the attention wait for each other
 * @param burst share of the prompts of all other clients that one waits for: they start together
 * @param newerBurst factor on it, since Blackwell
 * @param inStepAhead prompts that one waits for at most, where clients start together
 * @param queue factor on the wait for a busy prompt queue
 * @param accepted tokens that a step yields with drafts
 * @param draftLaunches factor on launches with drafts
 * @param perHalfYear factor by which steps get longer per half year of the version's age
 */
public record LoopFactors(
        double stolen,
        double stolenFromCopies,
        double stolenInStep,
        double startSeconds,
        double ownPrompt,
        double operationSeconds,
        double captured,
        double newerLaunches,
        double steps,
        double received,
        double gathered,
        double balanced,
        double burst,
        double newerBurst,
        double inStepAhead,
        double queue,
        double accepted,
        double draftLaunches,
        double perHalfYear) {

    /**
     * Factor on steps of a version of another age.
     *
     * @param yearsLater after {@link ServingPoint#REFERENCE_YEAR}
     */
    public double age(double yearsLater) {
        return Math.pow(perHalfYear, -2 * yearsLater);
    }
}
