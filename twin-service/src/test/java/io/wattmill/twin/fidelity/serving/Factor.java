// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.serving;

/**
 * What is fitted: each factor with what it is taken to be before any row is seen, and how far from
 * that (in logarithms) is likely. Priors are physics where there is some (1 on what kernels were
 * measured to take) and the figures that BLIS and the older fit of dense models gave.
 */
enum Factor {
    WEIGHT_READ(1, 0.02),
    EXPERT_READ(1, 0.05),
    PRODUCTS(1, 0.25),
    EXPERT_PRODUCTS(1, 0.5),
    PROMPT_PRODUCTS(1, 0.3),
    PROMPT_ATTENTION(1, 0.3),
    KV_READ(1.05, 0.1),
    REDUCE_LATENCY(1.8, 0.6),
    NEWER_REDUCE(0.7, 0.3),
    REDUCE_BYTES(1.2, 0.5),
    OVERLAP(0.5, 0.2),
    KERNEL_STARTS(0.7, 0.4),
    PER_LAYER(20e-6, 0.4),
    PER_LATENT_LAYER(10e-6, 0.8),
    PER_SPARSE_LAYER(40e-6, 0.8),
    PER_RECURRENT_LAYER(10e-6, 0.8),
    NEWER_LAYERS(1, 0.15),
    NEWER_EXPERTS(0.8, 0.4),
    PER_SEQUENCE(15e-6, 1),
    PER_SORTED_LOGIT(0.11e-9, 1),
    PER_STEP(800e-6, 1),
    STOLEN(1.1, 0.15),
    STOLEN_FROM_COPIES(1.2, 0.3),
    STOLEN_IN_STEP(1, 0.4),
    START(20e-3, 1),
    OWN_PROMPT(1.1, 0.15),
    OPERATION(40e-6, 0.5),
    CAPTURED(0.15, 0.5),
    NEWER_LAUNCHES(0.8, 0.3),
    STEPS(2, 0.5),
    RECEIVED(0.5, 0.3),
    GATHERED(0.8, 0.2),
    BALANCED(0.3, 0.6),
    BURST(0.07, 0.5),
    NEWER_BURST(1, 0.3),
    IN_STEP_AHEAD(8, 1.5),
    QUEUE(0.3, 1),
    ACCEPTED(1.6, 0.2),
    DRAFT_LAUNCHES(1.3, 0.3),
    YEARLY(1, 0.3);

    private final double prior;
    private final double spread;

    Factor(double prior, double spread) {
        this.prior = prior;
        this.spread = spread;
    }

    double prior() {
        return prior;
    }

    double spread() {
        return spread;
    }
}
