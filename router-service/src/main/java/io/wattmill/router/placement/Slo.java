// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

/**
 * What a request was promised.
 *
 * @param ttftNanos time to first token; {@link #NEVER} without a promise
 * @param tpotNanos time per token after it, at most the cap; {@link #NEVER} without a promise
 * @param tpotCapNanos to which the time per token may be loosened; {@link #NEVER} without a cap
 * @param isAim nobody was promised the first token: it is what a site aims at, where prompts allow
 */
public record Slo(long ttftNanos, long tpotNanos, long tpotCapNanos, boolean isAim) {
    /** By this a prompt's own time is multiplied where that is more than is aimed at. */
    private static final double LONG_PROMPT = 2;

    /** As good as no promise: 292 years. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Nothing was promised. */
    public static final Slo NONE = new Slo(NEVER, NEVER);

    public Slo {
        if (ttftNanos <= 0 || tpotNanos <= 0 || tpotCapNanos <= 0) {
            throw new IllegalArgumentException("what is promised takes time");
        }
        tpotNanos = Math.min(tpotNanos, tpotCapNanos);
    }

    /** Whether nothing was promised, and nothing is aimed at. */
    public boolean isNothing() {
        return ttftNanos == NEVER && tpotNanos == NEVER && tpotCapNanos == NEVER;
    }

    /** A promise that may be loosened. */
    public Slo(long ttftNanos, long tpotNanos) {
        this(ttftNanos, tpotNanos, NEVER);
    }

    /** A promise that may be loosened up to a cap. */
    public Slo(long ttftNanos, long tpotNanos, long tpotCapNanos) {
        this(ttftNanos, tpotNanos, tpotCapNanos, false);
    }

    /** The same, not promised to anybody. */
    public Slo aimedAt() {
        return new Slo(ttftNanos, tpotNanos, tpotCapNanos, true);
    }

    /**
     * What a prompt allows: what is promised, or aimed at, or of an aim twice what the prompt takes
     * where it has an engine to itself, if that is longer.
     */
    public Slo reachable(long unloadedNanos) {
        long twice = Math.round(LONG_PROMPT * unloadedNanos);
        return isAim && twice > ttftNanos ? new Slo(twice, tpotNanos, tpotCapNanos, true) : this;
    }

    /** The promise made looser by this factor, up to its cap; what was not promised stays so. */
    public Slo times(double factor) {
        return new Slo(
                Math.round(ttftNanos * factor),
                Math.round(tpotNanos * factor),
                tpotCapNanos,
                isAim);
    }
}
