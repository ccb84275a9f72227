// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.serving;

import io.wattmill.twin.plan.given.Given;

import java.util.Optional;

/**
 * Load to plan for.
 *
 * @param id name within the plan
 * @param model id of the deployment that it asks for
 * @param source where its requests come from
 */
public record Workload(String id, String model, Source source) {

    /** Where requests come from. */
    public sealed interface Source {}

    /**
     * A recorded trace.
     *
     * @param path of the file, relative to the plan file
     * @param format mooncake, azure, servegen or wattmill
     * @param speed how many times faster than recorded
     */
    public record Recorded(String path, String format, Given<Double> speed) implements Source {}

    /**
     * Requests made up by chance.
     *
     * @param requestsPerSecond that arrive, mean over the time
     * @param input prompt lengths
     * @param output answer lengths
     * @param sessions turns of one conversation or agent; empty: each request stands alone
     */
    public record Synthetic(
            double requestsPerSecond, Lengths input, Lengths output, Optional<Sessions> sessions)
            implements Source {}

    /**
     * Log-normal lengths.
     *
     * @param meanTokens mean
     * @param variation standard deviation over mean
     */
    public record Lengths(double meanTokens, Given<Double> variation) {
        /** Of a plan that does not say. */
        public static final Given<Double> VARIATION =
                Given.assumed(0.8, "conversation traces: 0.6 to 1.2");
    }

    /**
     * Requests that follow each other and carry what was said before.
     *
     * @param turns requests of one session, mean
     * @param toolWaitSeconds between an answer and the next request, mean
     * @param sharedPrefixTokens that all sessions begin with
     */
    public record Sessions(
            double turns, Given<Double> toolWaitSeconds, Given<Double> sharedPrefixTokens) {
        /** Of a plan that does not say. */
        public static final Given<Double> TOOL_WAIT_S =
                Given.assumed(5.0, "a tool or a reader takes seconds");

        /** Of a plan that does not say. */
        public static final Given<Double> SHARED_PREFIX_TOKENS =
                Given.assumed(0.0, "nothing in common");
    }
}
