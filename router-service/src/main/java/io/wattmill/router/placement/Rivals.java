// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.placement.Candidate.Eligible;
import io.wattmill.router.prediction.Prediction;
import io.wattmill.router.prediction.PredictionErrors;

import java.util.List;
import java.util.function.Function;

/**
 * The other engines that a request might have gone to, with what was predicted of each, as numbers:
 * there is one of these for each request in flight.
 */
final class Rivals {
    private static final Rivals NOBODY = new Rivals(new EngineSlot[0], new long[0]);
    private static final int TTFT = 0;
    private static final int TPOT = 1;
    private static final int ENERGY = 2;
    private static final int EACH = 3;

    /** More than any request takes. */
    private static final double NEVER = Double.MAX_VALUE;

    private final EngineSlot[] slots;
    private final long[] predicted;

    private Rivals(EngineSlot[] slots, long[] predicted) {
        this.slots = slots;
        this.predicted = predicted;
    }

    /**
     * What the request took on the chosen engine.
     *
     * @param nanos until its last token
     * @param tokens of output
     * @param microjoules as far as is known, 0: it is not
     * @param energyScale of what was predicted, since the output was longer or shorter
     */
    record Actual(long nanos, long tokens, double microjoules, double energyScale) {}

    /**
     * The recorded ones but for the chosen, which comes first. Joules count only of those that were
     * to keep the promise.
     */
    static Rivals of(List<Candidate> candidates, Slo slo, Function<Eligible, EngineSlot> slotOf) {
        int others = others(candidates);
        if (others == 0) {
            return NOBODY;
        }
        EngineSlot[] slots = new EngineSlot[others];
        long[] predicted = new long[EACH * others];
        for (int i = 0; i < others; i++) {
            if (candidates.get(i + 1) instanceof Eligible other) {
                slots[i] = slotOf.apply(other);
                note(predicted, EACH * i, other.prediction(), slo);
            }
        }
        return new Rivals(slots, predicted);
    }

    /** Eligible ones come before the others. */
    private static int others(List<Candidate> candidates) {
        int eligible = 0;
        while (eligible < candidates.size() && candidates.get(eligible) instanceof Eligible) {
            eligible++;
        }
        return Math.max(0, eligible - 1);
    }

    private static void note(long[] predicted, int at, Prediction prediction, Slo slo) {
        boolean kept =
                prediction.ttftP90Nanos() <= slo.ttftNanos()
                        && prediction.tpotNanos() <= slo.tpotNanos();
        predicted[at + TTFT] = prediction.ttftNanos();
        predicted[at + TPOT] = prediction.tpotNanos();
        predicted[at + ENERGY] = kept ? prediction.shareMicrojoules() : 0;
    }

    /**
     * Each rival's prediction is corrected by what has been learned since of predictions of its
     * engine, and made for the output that came.
     */
    Regret regret(Actual actual) {
        double soonest = NEVER;
        double least = NEVER;
        for (int i = 0; i < slots.length; i++) {
            soonest = Math.min(soonest, nanos(i, actual.tokens()));
            least = Math.min(least, microjoules(i, actual));
        }
        return new Regret(
                Math.round(Math.max(0, actual.nanos() - soonest)),
                Math.round(Math.max(0, actual.microjoules() - least)));
    }

    private double nanos(int index, long tokens) {
        PredictionErrors errors = slots[index].errors();
        return predicted[EACH * index + TTFT] * errors.ttftBias()
                + (double) predicted[EACH * index + TPOT] * errors.tpotBias() * (tokens - 1);
    }

    private double microjoules(int index, Actual actual) {
        long told = predicted[EACH * index + ENERGY];
        return told > 0 ? told * actual.energyScale() : NEVER;
    }
}
