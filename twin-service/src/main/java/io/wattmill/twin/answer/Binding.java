// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.answer;

import io.wattmill.twin.figure.Figure;

import java.util.List;

/**
 * What limits the plan.
 *
 * @param constraint what limits it; nothing where every objective is met
 * @param statement in a sentence, with the figures that matter; empty where nothing was simulated
 * @param relief what would relieve it, in a sentence; empty where nothing needs to
 * @param trials runs of the same load with one thing loosened, those that gained most first
 */
public record Binding(Constraint constraint, String statement, String relief, List<Trial> trials) {
    /** Nothing was simulated. */
    public static final Binding UNKNOWN = new Binding(Constraint.UNKNOWN, "", "", List.of());

    /** Copies its trials. */
    public Binding {
        trials = List.copyOf(trials);
    }

    /**
     * The same load once more, with one thing loosened.
     *
     * @param deployment in the plan
     * @param constraint what was loosened
     * @param loosening how, in words
     * @param goodShareGained requests that became good, share of all
     * @param timeSaved share of the mean time to the last token
     */
    public record Trial(
            String deployment,
            Constraint constraint,
            String loosening,
            Figure goodShareGained,
            Figure timeSaved) {}
}
