// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.evaluate;

import java.util.List;

/**
 * What one run came to. Arrays belong to it.
 *
 * @param seed of its section and its dice
 * @param requests that there were
 * @param good of them
 * @param ttftMs of answers, ascending
 * @param tpotMs of answers of more than one token, ascending
 * @param promptTokens of answers
 * @param cachedTokens of them found in a prefix cache
 * @param nodeTokens computed by each node: of prompts and of answers
 * @param energy over the window
 * @param decisionNanos of each decision, ascending
 * @param whole whether it was run to its end
 */
record RunFigures(
        long seed,
        int requests,
        int good,
        double[] ttftMs,
        double[] tpotMs,
        long promptTokens,
        long cachedTokens,
        List<Long> nodeTokens,
        WindowEnergy energy,
        long[] decisionNanos,
        boolean whole) {
    /**
     * From the first arrival to the last one as scheduled, whole seconds: the same for all
     * policies.
     *
     * @param seconds of the window
     * @param joules of all GPUs in it
     * @param idleJoules of them, of engines that ran no step
     * @param outputTokens made in it
     */
    record WindowEnergy(double seconds, double joules, double idleJoules, double outputTokens) {}

    double goodput() {
        return requests == 0 ? 0 : (double) good / requests;
    }

    /** The most that a node computed, over the mean. */
    double imbalance() {
        double most = nodeTokens.stream().mapToLong(Long::longValue).max().orElse(0);
        double mean = nodeTokens.stream().mapToLong(Long::longValue).average().orElse(0);
        return mean > 0 ? most / mean : 1;
    }
}
