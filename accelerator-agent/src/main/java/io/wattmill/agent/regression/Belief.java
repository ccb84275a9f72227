// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.regression;

import java.util.Optional;

/**
 * The ridge: where each coefficient is drawn to, and how strongly. Coefficients that the windows
 * cannot tell apart (tokens and KV reads of a load whose contexts never change) keep the proportion
 * that is believed; a coefficient that no window says anything about keeps its believed value.
 *
 * <p>In units of {@link Term#unit()}.
 */
final class Belief {

    /**
     * Part of a token's energy that is believed to be spent once per step. At batch 32 the engine
     * model of the router says 0.8 for an 8B model on one H100; the spread leaves room for others.
     */
    private static final double STEP_PART = 0.8;

    /** Of what nobody told anything about: 0, give or take this many units. */
    private static final double UNTOLD_SPREAD = 20;

    private final double[] means = new double[Term.COUNT];
    private final double[] spreads = new double[Term.COUNT];

    private Belief() {}

    /**
     * The belief before any busy window.
     *
     * @param prior what the router believes, if it has told
     * @param idle what the engine draws when idle, if that was seen
     * @param spread relative standard deviation of a told coefficient
     */
    static Belief of(Optional<Prior> prior, Optional<Coefficient> idle, double spread) {
        Belief belief = new Belief();
        prior.ifPresentOrElse(told -> belief.told(told, spread), belief::untold);
        idle.ifPresent(seen -> belief.set(Term.BASE, seen.value(), seen.standardError()));
        return belief;
    }

    double mean(int term) {
        return means[term];
    }

    double spread(int term) {
        return spreads[term];
    }

    private void told(Prior prior, double spread) {
        double step = STEP_PART * prior.decodeJoules() * prior.batch();
        set(Term.BASE, prior.baseWatts(), spread * prior.baseWatts());
        set(Term.PREFILL, prior.prefillJoules(), spread * prior.prefillJoules());
        set(Term.STEP, step, spread * prior.decodeJoules() * prior.batch());
        set(Term.DECODE, (1 - STEP_PART) * prior.decodeJoules(), spread * prior.decodeJoules());
        set(Term.KV_READ, prior.kvReadJoules(), spread * prior.kvReadJoules());
    }

    private void untold() {
        for (Term term : Term.values()) {
            set(term, 0, UNTOLD_SPREAD * term.unit());
        }
    }

    /** A spread of nothing would be a certainty that no window could overcome. */
    private void set(Term term, double mean, double spread) {
        means[term.ordinal()] = mean / term.unit();
        spreads[term.ordinal()] = Math.max(spread / term.unit(), 1e-3);
    }
}
