// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

/**
 * How well an engine is predicted, told to its kind, too. One that served little has the bias of
 * its kind. Not thread-safe.
 *
 * @param ttft time to first token
 * @param tpot time per token after it
 * @param joules device energy above base of windows of work
 * @param kind the same of all engines of its kind
 */
public record PredictionErrors(
        PredictionError ttft, PredictionError tpot, PredictionError joules, Kind kind) {

    /** Of all engines of a kind together. */
    public record Kind(PredictionError ttft, PredictionError tpot, PredictionError joules) {
        /** Nothing was compared yet. */
        public Kind() {
            this(new PredictionError(), new PredictionError(), new PredictionError());
        }
    }

    /** Of an engine that served nothing yet. */
    public PredictionErrors(Kind kind) {
        this(new PredictionError(), new PredictionError(), new PredictionError(), kind);
    }

    /** A first token came. */
    public void ttftObserved(long predicted, long p90, long actual) {
        ttft.observed(predicted, p90, actual);
        kind.ttft().observed(predicted, p90, actual);
    }

    /** A request's pace is known. */
    public void tpotObserved(long predicted, long p90, long actual) {
        tpot.observed(predicted, p90, actual);
        kind.tpot().observed(predicted, p90, actual);
    }

    /** A window's meter is read. */
    public void joulesObserved(long predicted, long p90, long metered) {
        joules.observed(predicted, p90, metered);
        kind.joules().observed(predicted, p90, metered);
    }

    /** Actual over predicted time to first token, as far as is known. */
    public double ttftBias() {
        return bias(ttft, kind.ttft());
    }

    /** Actual over predicted time per token, as far as is known. */
    public double tpotBias() {
        return bias(tpot, kind.tpot());
    }

    private static double bias(PredictionError own, PredictionError kind) {
        PredictionError known = own.isTelling() ? own : kind;
        return known.isTelling() ? known.bias() : 1;
    }
}
