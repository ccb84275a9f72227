// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.wattmill.contract.placement.v1.Placed;
import io.wattmill.contract.placement.v1.PrefillLeg;
import io.wattmill.gateway.relay.Breakers.EngineName;
import io.wattmill.gateway.resilience.Ending;
import io.wattmill.gateway.resilience.Patience;
import io.wattmill.gateway.resilience.Permit;

import java.util.Optional;

/**
 * One call's leave to go to its engine. Its end is told once: whatever comes first counts, and a
 * call that just ends says nothing about the engine.
 */
final class Passage {

    private final Breakers breakers;
    private final Patience patience;
    private final Placed placed;
    private final String model;
    private final Permit permit;
    private final Optional<PromptPassage> prompt;
    private boolean answered;
    private boolean over;

    Passage(Relay relay, Placed placed, String model, Permit permit) {
        this(relay, placed, model, permit, Optional.empty());
    }

    /**
     * @param prompt the leave to call the engine that computes the prompt, where that is another
     */
    Passage(
            Relay relay,
            Placed placed,
            String model,
            Permit permit,
            Optional<PromptPassage> prompt) {
        this.prompt = prompt;
        this.breakers = relay.parts().resilience().breakers();
        this.patience = relay.parts().config().patience(model);
        this.placed = placed;
        this.model = model;
        this.permit = permit;
    }

    /** Leave to call the engine that was chosen, or both; empty while a breaker keeps one out. */
    static Optional<Passage> of(Relay relay, Placed placed, String model, boolean forced) {
        Breakers breakers = relay.parts().resilience().breakers();
        Optional<Permit> permit = breakers.enter(EngineName.of(placed), model, forced);
        if (permit.isEmpty() || !placed.hasPrefill()) {
            return permit.map(free -> new Passage(relay, placed, model, free));
        }
        PrefillLeg leg = placed.getPrefill();
        Optional<Permit> first = breakers.enter(EngineName.of(leg), model, forced);
        if (first.isEmpty()) {
            breakers.ended(EngineName.of(placed), model, permit.get(), Ending.UNDECIDED);
            return Optional.empty();
        }
        var prompt = new PromptPassage(breakers, leg, model, first.get());
        return Optional.of(new Passage(relay, placed, model, permit.get(), Optional.of(prompt)));
    }

    /** Where nothing was placed yet. */
    static Passage none(Relay relay, String model) {
        return new Passage(relay, Placed.getDefaultInstance(), model, Permit.FREE);
    }

    /** The model that the engine is asked for. */
    String model() {
        return model;
    }

    /** The name that the engine knows it by. */
    String upstreamModel() {
        String upstream = placed.getUpstreamModel();
        return upstream.isEmpty() ? model : upstream;
    }

    /** How long the engine is waited for. */
    Patience patience() {
        return patience;
    }

    Placed placed() {
        return placed;
    }

    /** The engine has begun to answer. */
    void answered() {
        if (!answered && !over) {
            answered = true;
            breakers.answered(EngineName.of(placed), permit);
        }
    }

    /** The engine that computes the prompt is done with it. */
    void prefilled() {
        prompt.ifPresent(PromptPassage::done);
    }

    /** The engine that computes the prompt failed: that says nothing of the other one. */
    void promptFailed(Ending ending) {
        prompt.ifPresent(first -> first.ended(ending));
        ended(Ending.UNDECIDED);
    }

    /** The call has ended. */
    void ended(Ending ending) {
        prompt.ifPresent(first -> first.ended(Ending.UNDECIDED));
        if (!over) {
            over = true;
            breakers.ended(EngineName.of(placed), model, permit, ending);
        }
    }
}
