// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.serving;

import io.wattmill.router.engine.Calibration;
import io.wattmill.twin.predict.LoopFactors;
import io.wattmill.twin.predict.ServingTuning;

import java.util.Arrays;

/**
 * A value for every {@link Factor}, as its logarithm.
 *
 * @param logs in the order of the enumeration
 */
public record Factors(double[] logs) {

    /** What is taken before any row is seen. */
    public static Factors priors() {
        return new Factors(
                Arrays.stream(Factor.values()).mapToDouble(f -> Math.log(f.prior())).toArray());
    }

    double of(Factor factor) {
        return Math.exp(logs[factor.ordinal()]);
    }

    /** The same with one of them larger by this much of its logarithm. */
    Factors moved(Factor factor, double by) {
        double[] other = logs.clone();
        other[factor.ordinal()] += by;
        return new Factors(other);
    }

    /** Distances from the priors, in likely distances. */
    double[] surprises() {
        double[] priors = priors().logs();
        double[] away = new double[logs.length];
        Arrays.setAll(away, i -> (logs[i] - priors[i]) / Factor.values()[i].spread());
        return away;
    }

    public ServingTuning tuning() {
        return new ServingTuning(steps(), loop());
    }

    private Calibration steps() {
        return new Calibration(
                of(Factor.WEIGHT_READ),
                of(Factor.EXPERT_READ),
                of(Factor.PRODUCTS),
                of(Factor.EXPERT_PRODUCTS),
                of(Factor.PROMPT_PRODUCTS),
                of(Factor.PROMPT_ATTENTION),
                of(Factor.KV_READ),
                of(Factor.REDUCE_LATENCY),
                of(Factor.NEWER_REDUCE),
                of(Factor.REDUCE_BYTES),
                of(Factor.OVERLAP),
                of(Factor.KERNEL_STARTS),
                of(Factor.PER_LAYER),
                of(Factor.PER_LATENT_LAYER),
                of(Factor.PER_SPARSE_LAYER),
                of(Factor.PER_RECURRENT_LAYER),
                of(Factor.NEWER_LAYERS),
                of(Factor.NEWER_EXPERTS),
                of(Factor.PER_SEQUENCE),
                of(Factor.PER_SORTED_LOGIT),
                of(Factor.PER_STEP));
    }

    private LoopFactors loop() {
        return new LoopFactors(
                of(Factor.STOLEN),
                of(Factor.STOLEN_FROM_COPIES),
                of(Factor.STOLEN_IN_STEP),
                of(Factor.START),
                of(Factor.OWN_PROMPT),
                of(Factor.OPERATION),
                of(Factor.CAPTURED),
                of(Factor.NEWER_LAUNCHES),
                of(Factor.STEPS),
                of(Factor.RECEIVED),
                of(Factor.GATHERED),
                of(Factor.BALANCED),
                of(Factor.BURST),
                of(Factor.NEWER_BURST),
                of(Factor.IN_STEP_AHEAD),
                of(Factor.QUEUE),
                of(Factor.ACCEPTED),
                of(Factor.DRAFT_LAUNCHES),
                of(Factor.YEARLY));
    }
}
