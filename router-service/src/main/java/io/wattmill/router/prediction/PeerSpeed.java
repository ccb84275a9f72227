// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

/**
 * What engines of one kind (model, GPU, group) learn together. Where the model is wrong about the
 * kind, it is wrong about those, too, that served nothing yet: were each to learn alone, the first
 * that turned out faster than the model would be given everything, and the others, as fast, never
 * be tried. What is left for one engine is how it differs from its peers.
 */
public final class PeerSpeed {
    private static final double FIRST_TTFT_P90 = 1.4;
    private static final double FIRST_TPOT_P90 = 1.15;
    private static final double LARGEST_P90 = 3.6;

    private final AnswerLengths lengths = new AnswerLengths();
    private final SharedFactor ttft;
    private final SharedFactor tpot;
    private final Quantile ttftP90 = new Quantile(FIRST_TTFT_P90, 1, LARGEST_P90);
    private final Quantile tpotP90 = new Quantile(FIRST_TPOT_P90, 1, LARGEST_P90);

    /** Peers of which nothing was observed. */
    public PeerSpeed() {
        this(true);
    }

    private PeerSpeed(boolean learns) {
        ttft = new SharedFactor(learns);
        tpot = new SharedFactor(learns);
    }

    /** Of an engine that is the only one of its kind: it keeps what it learns to itself. */
    static PeerSpeed none() {
        return new PeerSpeed(false);
    }

    /** How long their answers were. */
    AnswerLengths lengths() {
        return lengths;
    }

    SharedFactor ttft() {
        return ttft;
    }

    SharedFactor tpot() {
        return tpot;
    }

    /** By how much the p90 of times to first token is above their mean. */
    Quantile ttftP90() {
        return ttftP90;
    }

    /** The same of times per token. */
    Quantile tpotP90() {
        return tpotP90;
    }
}
