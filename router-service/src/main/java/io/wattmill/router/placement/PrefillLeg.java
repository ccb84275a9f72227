// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.fleet.Engine;
import io.wattmill.router.fleet.Node;
import io.wattmill.router.prediction.Prediction;

/**
 * Where the prompt of a request is computed that another engine answers.
 *
 * @param prediction of the prompt alone, up to its one token, which nobody sees
 * @param hits who says how much of the prompt is cached there
 * @param transferNanos of the KV cache that the answering engine does not have
 */
public record PrefillLeg(
        Node node, Engine engine, Prediction prediction, HitSource hits, long transferNanos) {
    /** From the beginning to the KV cache's arrival, when nothing else waits. */
    long unloadedNanos() {
        return prediction.prefillNanos() + transferNanos;
    }
}
