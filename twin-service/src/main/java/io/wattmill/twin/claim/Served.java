// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim;

import java.util.Optional;

/**
 * What a side serves, and how well. Empty: not told.
 *
 * @param model its name, as in the catalogue where it is there
 * @param kv of the KV cache
 * @param inputTokens of a request, at least 1
 * @param outputTokens of a request, at least 1
 * @param dataset what the requests are made of
 * @param prefixCache whether repeated beginnings were kept
 * @param speculative whether tokens were guessed ahead (MTP, EAGLE, draft model)
 * @param acceptedLength tokens per step with it, at least 1
 * @param interactivity output tokens per second that a user sees, above 0
 * @param ttftMs limit of the time to the first token
 */
public record Served(
        String model,
        Optional<Precision> weights,
        Optional<Precision> kv,
        int inputTokens,
        int outputTokens,
        Optional<String> dataset,
        Optional<Boolean> prefixCache,
        Optional<Boolean> speculative,
        Optional<Double> acceptedLength,
        Optional<Double> interactivity,
        Optional<Double> ttftMs) {

    /** Output tokens among all tokens. */
    public double outputShare() {
        return outputTokens / (double) (inputTokens + outputTokens);
    }
}
