// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.regression;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Learns one engine's energy model from windows, one after the other, in fixed memory.
 *
 * <p>Least squares of mean watts, of each window with the five before it ({@link Rolling}), on
 * up-time, uncached prompt tokens, steps, tokens and KV reads per second; coefficients are never
 * negative; older windows fade (busy time counts, so a night without work forgets nothing); a
 * window that strays by more than twice the usual counts less, in proportion (Huber's weights); and
 * the whole is drawn to what was believed before, as strongly as the belief is sure and the windows
 * are not ({@link Belief}: Bayes' rule with normal errors). Idle watts are learned from idle
 * windows alone, and are the belief that busy windows then start from.
 *
 * <p>Not thread-safe. Windows that make no sense are refused, so that what it knows stays finite.
 */
public final class EnergyRegression {

    private static final double HUBER_WIDTH = 2;

    private static final int ROLLING_WINDOWS = 6;

    /** Before so many windows nobody knows what is usual. */
    private static final int HUBER_FROM = 10;

    /** Windows over which the usual deviation, and the error of predictions, are taken. */
    private static final double SPREAD_MEMORY = 30;

    private static final double ERROR_MEMORY = 60;

    /** Over so many windows, about, the batch is taken that a token's energy is told at. */
    private static final double BATCH_MEMORY = 10;

    private static final double MOST_BATCH = 1e6;

    /** No window is more precise than this part of its power, whatever the windows say. */
    private static final double LEAST_DEVIATION = 0.002;

    private static final double LEAST_VARIANCE = 1e-6;

    private final RegressionRules rules;
    private final IdlePower idle = new IdlePower();
    private final Rolling recent = new Rolling(ROLLING_WINDOWS);
    private final Equations equations = new Equations();
    private final Mean variance = new Mean(SPREAD_MEMORY);
    private final Mean power = new Mean(SPREAD_MEMORY);
    private final Mean error = new Mean(ERROR_MEMORY);
    private final Mean priorError = new Mean(ERROR_MEMORY);
    private final Mean tokens = new Mean(BATCH_MEMORY);
    private final Mean steps = new Mean(BATCH_MEMORY);
    private Optional<Prior> prior = Optional.empty();

    /** An engine that never tells of reads has their energy in its tokens, and not twice. */
    private boolean readsSeen;

    /** A regression that has seen nothing. */
    public EnergyRegression(RegressionRules rules) {
        this.rules = rules;
    }

    /** What is believed from now on; it draws, and never counts as a window. */
    public void believe(Prior told) {
        prior = Optional.of(told);
    }

    /** Learns from a window; false when it makes no sense. */
    public boolean learn(Window window) {
        if (!isSane(window)) {
            return false;
        }
        if (window.work().isIdle()) {
            idle.idled(window.watts());
        } else {
            idle.worked();
            foretell(window);
        }
        Window rolling = recent.with(window);
        if (!rolling.work().isIdle()) {
            fit(rolling, window.work().seconds());
        }
        return true;
    }

    /** What was learned, at the batch of late; empty before the first busy window. */
    public Optional<Estimate> estimate() {
        return estimate(batch());
    }

    /** What was learned, at another batch, at least 1. */
    public Optional<Estimate> estimate(double batch) {
        return error.count() == 0 ? Optional.empty() : Optional.of(estimated(batch));
    }

    /** What it draws when idle, watts; empty until that was seen. */
    public Optional<Coefficient> idleWatts() {
        return idle.estimate();
    }

    /** How well this window would have been known before it was learned from. */
    private void foretell(Window window) {
        double watts = window.watts();
        double stray = watts - solution().watts(Term.rates(window.work()));
        error.add(squared(stray, watts));
        prior.ifPresent(told -> priorError.add(squared(watts - told.watts(window.work()), watts)));
        readsSeen |= window.work().kvReads() > 0;
        tokens.add(window.work().decodeTokens());
        steps.add(window.work().steps());
    }

    /** Each second is in so many rolling windows, so each of them counts that much less. */
    private void fit(Window rolling, double seconds) {
        double[] rates = Term.rates(rolling.work());
        double watts = rolling.watts();
        double stray = watts - solution().watts(rates);
        double weight = weight(stray);
        variance.add(weight * stray * stray);
        power.add(watts);
        double kept = Math.pow(0.5, seconds / rules.halfLifeSeconds());
        equations.add(kept, weight / ROLLING_WINDOWS, rates, watts);
    }

    private Solution solution() {
        Optional<Prior> believed = prior.map(told -> readsSeen ? told : told.withoutKvReads());
        Belief belief = Belief.of(believed, idle.estimate(), rules.priorSpread());
        return equations.solve(belief, usualVariance());
    }

    private double usualVariance() {
        double least = LEAST_DEVIATION * power.value();
        return Math.max(Math.max(LEAST_VARIANCE, least * least), variance.value());
    }

    private double weight(double stray) {
        double usual = HUBER_WIDTH * Math.sqrt(usualVariance());
        return variance.count() < HUBER_FROM ? 1 : Math.min(1, usual / Math.abs(stray));
    }

    private Estimate estimated(double batch) {
        Solution solution = solution();
        return new Estimate(
                solution.of(Term.BASE),
                solution.of(Term.PREFILL),
                solution.decode(batch),
                solution.of(Term.STEP),
                solution.of(Term.DECODE),
                solution.of(Term.KV_READ),
                batch,
                Math.sqrt(error.value()),
                priorError.count() == 0
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(Math.sqrt(priorError.value())),
                error.count());
    }

    private double batch() {
        double untold = prior.map(Prior::batch).orElse(1.0);
        double seen = steps.value() > 0 ? tokens.value() / steps.value() : untold;
        return Math.clamp(seen, 1, MOST_BATCH);
    }

    private static double squared(double stray, double watts) {
        double relative = Math.min(1, Math.abs(stray) / Math.max(watts, Double.MIN_NORMAL));
        return relative * relative;
    }

    /**
     * Finite, and within what any engine does: a megawatt, a billion tokens, a trillion reads a
     * second.
     */
    private static boolean isSane(Window window) {
        Work work = window.work();
        double seconds = work.seconds();
        return seconds > 1e-3
                && seconds < 1e4
                && within(window.watts(), 1e6)
                && within(work.prefillTokens() / seconds, 1e9)
                && within(work.steps() / seconds, 1e9)
                && within(work.decodeTokens() / seconds, 1e9)
                && within(work.kvReads() / seconds, 1e12);
    }

    private static boolean within(double value, double most) {
        return value >= 0 && value <= most;
    }
}
