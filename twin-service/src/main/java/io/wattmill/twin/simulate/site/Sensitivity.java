// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

/**
 * What a deployment gains when one thing that may keep it from doing better is loosened: one at a
 * time, measured by running the same load once more with just that changed.
 *
 * @param kind which
 * @param loosening what was changed, in a person's words
 * @param before as planned
 * @param after with that changed
 * @param fix what to change in the plan
 */
public record Sensitivity(
        Bottleneck.Kind kind, String loosening, Outcome before, Outcome after, String fix) {
    /**
     * How well a load is served.
     *
     * @param goodShare of the requests that kept the limits that are looked at, 0 to 1
     * @param meanE2eUs mean time to the last token, of a request; of a whole session for chains
     * @param p90TtftUs time to the first token
     * @param p50TpotUs time per token after it
     * @param outputTokensPerSecond of completed requests
     */
    public record Outcome(
            double goodShare,
            double meanE2eUs,
            long p90TtftUs,
            long p50TpotUs,
            double outputTokensPerSecond) {}

    /** Requests that become good; more is better. */
    public double goodGained() {
        return after.goodShare() - before.goodShare();
    }

    /** Share of the mean time that is saved; more is better. */
    public double timeSaved() {
        return before.meanE2eUs() == 0 ? 0 : 1 - after.meanE2eUs() / before.meanE2eUs();
    }
}
