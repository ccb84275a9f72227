// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.engine.EnergyCoefficients;
import io.wattmill.router.fleet.Engine;
import io.wattmill.router.fleet.Node;
import io.wattmill.router.prediction.LearnedJoules;
import io.wattmill.router.prediction.Prediction;

import java.util.Optional;

/** Where a request goes. */
public sealed interface Placement {
    /** Why. */
    Decision decision();

    /**
     * To this engine.
     *
     * @param joules what its meters count of what is told to take {@code energyMicrojoules}
     * @param coefficients its energy model at the batch that the request joins
     * @param lateness whether it is late there, as it would be everywhere
     * @param prefill where its prompt is computed, when that is another engine
     */
    record Placed(
            Node node,
            Engine engine,
            Prediction prediction,
            LearnedJoules.Bounds joules,
            EnergyCoefficients coefficients,
            Decision decision,
            Lateness lateness,
            Optional<PrefillLeg> prefill)
            implements Placement {}

    /**
     * Nowhere.
     *
     * @param message for the client
     * @param retryAfterMs when to ask again; 0 = asking again is of no use
     */
    record Unplaced(Reason reason, String message, long retryAfterMs, Decision decision)
            implements Placement {}

    /** What kind of nowhere. */
    enum Reason {
        /** No node has ever served the model. */
        UNKNOWN_MODEL,
        /** A known model, and nobody can take the request now. */
        NO_NODE,
        /** The required labels exclude every node that serves the model. */
        CONSTRAINT,
        /** Longer than the context of every node that serves the model. */
        TOO_LONG
    }
}
