// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

import java.util.Arrays;

/**
 * How long answers on engines of one kind were lately, as a distribution: four classes to each
 * doubling of the tokens; what is old is forgotten by halves. Begins with a weak belief that
 * lengths from 8 to 1,024 are equally likely by their logarithm. Not thread-safe.
 */
final class AnswerLengths {
    private static final int PER_DOUBLING = 4;
    private static final int DOUBLINGS = 16;
    private static final int CLASSES = DOUBLINGS * PER_DOUBLING;
    private static final double LONGEST = 1 << DOUBLINGS;
    private static final int BELIEVED_FROM = 3 * PER_DOUBLING;
    private static final int BELIEVED_TO = 10 * PER_DOUBLING;
    private static final int MOST = 4_096;

    /** Shares are counted anew after so many answers. */
    private static final int FRESH = 64;

    private final double[] counts = new double[CLASSES];
    private final double[] below = new double[CLASSES + 1];
    private double total;
    private int since;

    AnswerLengths() {
        Arrays.fill(counts, BELIEVED_FROM, BELIEVED_TO, 1);
        accumulate();
    }

    /** An answer of so many tokens ended; none is no answer. */
    void observed(long tokens) {
        if (tokens < 1) {
            return;
        }
        counts[(int) Math.min(CLASSES - 1, place(tokens))]++;
        if (++since == FRESH) {
            forget();
            accumulate();
            since = 0;
        }
    }

    private void forget() {
        double halved = total > MOST ? 0.5 : 1;
        for (int i = 0; i < CLASSES; i++) {
            counts[i] *= halved;
        }
    }

    private void accumulate() {
        total = Arrays.stream(counts).sum();
        double before = 0;
        for (int i = 0; i < CLASSES; i++) {
            below[i] = before / total;
            before += counts[i];
        }
        below[CLASSES] = 1;
    }

    private static double place(double tokens) {
        return Doublings.of(tokens) * PER_DOUBLING;
    }

    /** Share of the answers that have fewer tokens, 0 to 1. */
    double shorter(double tokens) {
        if (tokens >= LONGEST) {
            return 1;
        }
        double place = place(Math.max(1, tokens));
        int at = Math.min(CLASSES - 1, (int) place);
        return below[at] + (place - at) * (below[at + 1] - below[at]);
    }

    /**
     * Of the answers that have so many tokens already, the share that are to be among the shortest.
     *
     * @param shortest share of all answers: {@link #shorter} than some length
     */
    double ofLonger(double already, double shortest) {
        double gone = shorter(already);
        return gone >= 1 ? 0 : Math.max(0, shortest - gone) / (1 - gone);
    }
}
