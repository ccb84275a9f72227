// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.resilience;

import java.util.List;
import java.util.OptionalInt;

/**
 * Which model of its chain a request is to go to next, before anything was sent to the caller. In
 * this order: other engines of the model, as many as it may have attempts; the next model; and when
 * the chain is at its end, once, engines of the first model that were left out only because their
 * breakers are open.
 */
public final class Course {

    private final List<String> models;
    private final int attemptsPerModel;
    private int at;
    private int attemptsHere;
    private OptionalInt leftOut = OptionalInt.empty();
    private boolean forced;
    private boolean stays;

    /** What to do next. */
    public sealed interface Step {

        /** Ask for an engine of the model; {@code forced}: open breakers do not matter. */
        record Ask(String model, boolean forced) implements Step {}

        /** There is nothing left to try. */
        record Stop() implements Step {}
    }

    /**
     * A course that has not begun.
     *
     * @param models the model asked for, then those that may take over
     * @param attemptsPerModel engines called of each
     */
    public Course(List<String> models, int attemptsPerModel) {
        this.models = List.copyOf(models);
        this.attemptsPerModel = attemptsPerModel;
    }

    /** The model that is to answer, as things stand. */
    public String model() {
        return models.get(at);
    }

    /** Whether that is another one than was asked for. */
    public boolean isFallback() {
        return at > 0;
    }

    /** An engine of the model is called. */
    public void called() {
        attemptsHere++;
    }

    /** What was said concerns the request itself: no other model is asked. */
    public void stay() {
        stays = true;
    }

    /** The engine failed. */
    public Step afterFailure() {
        if (forced) {
            return new Step.Stop();
        }
        return attemptsHere < attemptsPerModel ? new Step.Ask(model(), false) : next();
    }

    /**
     * No engine of the model can take it.
     *
     * @param breakersLeftOut whether some were left out because their breakers are open
     */
    public Step afterRefusal(boolean breakersLeftOut) {
        if (forced) {
            return new Step.Stop();
        }
        if (breakersLeftOut && leftOut.isEmpty()) {
            leftOut = OptionalInt.of(at);
        }
        return next();
    }

    private Step next() {
        if (!stays && at + 1 < models.size()) {
            at++;
            attemptsHere = 0;
            return new Step.Ask(model(), false);
        }
        return leftOut.isPresent() ? force(leftOut.getAsInt()) : new Step.Stop();
    }

    private Step force(int model) {
        forced = true;
        at = model;
        return new Step.Ask(model(), true);
    }
}
