// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

/**
 * What a request was promised.
 *
 * @param ttftNanos time to first token; {@link #NEVER} without a promise
 * @param tpotNanos time per token after it; {@link #NEVER} without a promise
 */
public record Slo(long ttftNanos, long tpotNanos) {
    /** As good as no promise: 292 years. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Nothing was promised. */
    public static final Slo NONE = new Slo(NEVER, NEVER);

    public Slo {
        if (ttftNanos <= 0 || tpotNanos <= 0) {
            throw new IllegalArgumentException("what is promised takes time");
        }
    }

    /** The promise made looser by this factor; what was not promised stays so. */
    public Slo times(double factor) {
        return new Slo(Math.round(ttftNanos * factor), Math.round(tpotNanos * factor));
    }
}
