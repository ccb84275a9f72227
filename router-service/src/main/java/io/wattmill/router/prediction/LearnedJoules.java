// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

/**
 * Between what bounds the joules of engines of one kind are, against what is told of them: learned
 * from their meters, window by window, since nobody tells a router what a request was booked.
 * Requests of one window share its meter, so that bounds of one request are wider than these. Each
 * bound follows how often it was crossed, within 1/4 and 4 of what is told. Not thread-safe.
 */
public final class LearnedJoules {
    private static final double FIRST = 1.25;
    private static final double LARGEST = 4;

    private final Quantile high = new Quantile(FIRST, 1 / LARGEST, LARGEST);

    /** Of what is told over what came: its p90 is the p10 of the other. */
    private final Quantile low = new Quantile(FIRST, 1 / LARGEST, LARGEST);

    /**
     * Microjoules of a window, or of a request.
     *
     * @param low that one of ten stays below
     * @param high that nine of ten stay below
     */
    public record Bounds(long low, long high) {
        /** Nobody can know them. */
        public static final Bounds UNKNOWN = new Bounds(0, 0);
    }

    /** A window's requests were to take so many microjoules, and its meter counted so many. */
    public void observed(long predicted, long metered) {
        Bounds bounds = of(predicted);
        high.observed(metered > bounds.high());
        low.observed(metered < bounds.low());
    }

    /** The bounds of what is told to take so many. */
    public Bounds of(long microjoules) {
        long upper = Math.round(microjoules * high.factor());
        return new Bounds(Math.min(upper, Math.round(microjoules / low.factor())), upper);
    }
}
