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
 * @param launches times that what a step takes per layer comes before the first token: prompts run
 *     without captured graphs
 * @param steps that a prompt waits for
 * @param newerWait factor on both, since Blackwell
 * @param burst share of the prompts of all other clients that one waits for: they start together
 * @param newerBurst factor on it, since Blackwell
 * @param inStepBurst further factor on it, where clients start together
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
        double launches,
        double steps,
        double newerWait,
        double burst,
        double newerBurst,
        double inStepBurst,
        double queue,
        double accepted,
        double draftLaunches,
        double perHalfYear) {}
