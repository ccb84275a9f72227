// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.wattmill.contract.placement.v1.PrefillLeg;
import io.wattmill.gateway.relay.Breakers.EngineName;
import io.wattmill.gateway.resilience.Ending;
import io.wattmill.gateway.resilience.Permit;

/** Of a pair, the leave to call the engine that computes the prompt. Its end is told once. */
final class PromptPassage {

    private final Breakers breakers;
    private final EngineName engine;
    private final String model;
    private final Permit permit;
    private boolean over;

    PromptPassage(Breakers breakers, PrefillLeg leg, String model, Permit permit) {
        this.breakers = breakers;
        this.engine = EngineName.of(leg);
        this.model = model;
        this.permit = permit;
    }

    /** The prompt is computed. */
    void done() {
        if (!over) {
            breakers.answered(engine, permit);
        }
        ended(Ending.GOOD);
    }

    void ended(Ending ending) {
        if (!over) {
            over = true;
            breakers.ended(engine, model, permit, ending);
        }
    }
}
