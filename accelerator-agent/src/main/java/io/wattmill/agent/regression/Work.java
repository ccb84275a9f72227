// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.regression;

/**
 * What an engine did in a window. Steps and reads are estimates, so all are doubles; none is
 * negative.
 *
 * @param seconds length of the window, more than 0
 * @param prefillTokens prompt tokens computed, cached ones not counted
 * @param steps times that the whole batch advanced by a token
 * @param decodeTokens tokens produced
 * @param kvReads tokens of context read by producing them: sum over steps of the batch's contexts
 */
public record Work(
        double seconds, double prefillTokens, double steps, double decodeTokens, double kvReads) {

    /** The work of both. */
    Work plus(Work other) {
        return new Work(
                seconds + other.seconds,
                prefillTokens + other.prefillTokens,
                steps + other.steps,
                decodeTokens + other.decodeTokens,
                kvReads + other.kvReads);
    }

    /** Whether nothing was computed. */
    public boolean isIdle() {
        return prefillTokens == 0 && decodeTokens == 0;
    }
}
