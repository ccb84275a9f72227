// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.regression;

/**
 * What is believed of an engine before anything was measured: its linear energy model at one batch.
 *
 * @param baseWatts with the model loaded and nothing running
 * @param prefillJoules above base, per prompt token computed
 * @param decodeJoules above base, per token produced at {@code batch}, without its KV reads
 * @param kvReadJoules above base, per token of context read
 * @param batch sequences that share a step, at least 1
 */
public record Prior(
        double baseWatts,
        double prefillJoules,
        double decodeJoules,
        double kvReadJoules,
        double batch) {

    /** The same of an engine whose KV reads nobody sees. */
    Prior withoutKvReads() {
        return new Prior(baseWatts, prefillJoules, decodeJoules, 0, batch);
    }

    /** Watts that it expects of a window. */
    double watts(Work work) {
        double joules =
                prefillJoules * work.prefillTokens()
                        + decodeJoules * work.decodeTokens()
                        + kvReadJoules * work.kvReads();
        return baseWatts + joules / work.seconds();
    }
}
