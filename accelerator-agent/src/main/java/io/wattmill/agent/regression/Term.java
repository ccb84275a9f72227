// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.regression;

/**
 * A summand of the energy model: joules = sum over terms of coefficient x amount. Steps are there
 * because most of a step's energy is spent once for the whole batch (the weights are read once);
 * who wants one figure per token gets a step's joules as part of a token's, at the batch that the
 * engine runs at.
 */
enum Term {
    /** Being up; watts. */
    BASE(100),
    /** A prompt token computed; joules. */
    PREFILL(0.01),
    /** A step of the batch; joules. */
    STEP(2),
    /** A token produced; joules. */
    DECODE(0.05),
    /** A token of context read; joules. */
    KV_READ(2e-5);

    /** How many there are. */
    static final int COUNT = values().length;

    private static final Term[] ALL = values();

    /** Order of magnitude of the coefficient: the unit in which it is solved for. */
    private final double unit;

    Term(double unit) {
        this.unit = unit;
    }

    double unit() {
        return unit;
    }

    /** Amounts per second of a window, in watts per unit of each coefficient. */
    static double[] rates(Work work) {
        double[] rates = new double[COUNT];
        for (Term term : ALL) {
            rates[term.ordinal()] = term.amount(work) / work.seconds() * term.unit;
        }
        return rates;
    }

    private double amount(Work work) {
        return switch (this) {
            case BASE -> work.seconds();
            case PREFILL -> work.prefillTokens();
            case STEP -> work.steps();
            case DECODE -> work.decodeTokens();
            case KV_READ -> work.kvReads();
        };
    }
}
