// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.fleet.Engine;
import io.wattmill.router.fleet.Node;
import io.wattmill.router.prediction.Prediction;

/** An engine that was looked at for a request. */
public sealed interface Candidate {
    /** Its node. */
    Node node();

    /** The engine. */
    Engine engine();

    /**
     * It may be used, and this is what to expect of it.
     *
     * @param hits who says how much of the prompt is cached there, or where the prompt is computed
     * @param note why it was chosen, or was not, for a person; may be empty
     */
    record Eligible(Node node, Engine engine, Prediction prediction, HitSource hits, String note)
            implements Candidate {}

    /**
     * It could compute the prompt for the one that was chosen.
     *
     * @param prediction of the prompt alone
     * @param hits who says how much of the prompt is cached there
     * @param chosen whether it does
     */
    record Prefilling(
            Node node, Engine engine, Prediction prediction, HitSource hits, boolean chosen)
            implements Candidate {}

    /** It may not be used. */
    record Excluded(Node node, Engine engine, Obstacle obstacle) implements Candidate {}
}
