// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.prefix.PrefixLimits;

/**
 * Bounds and tastes of placement.
 *
 * @param recordedCandidates in a decision record: this many eligible and this many excluded ones
 * @param maxInFlight requests tracked at once; more are not placed
 * @param inFlightNanos work of which nothing is heard for longer is released
 * @param retryAfterMs told to a request that nobody can take now
 * @param seed of the chance between equals
 * @param prefix bounds of what is remembered of prompts
 */
public record DispatchRules(
        int recordedCandidates,
        int maxInFlight,
        long inFlightNanos,
        long retryAfterMs,
        long seed,
        PrefixLimits prefix) {

    /** Rules that remember as much of prompts as engines do, within reason. */
    public DispatchRules(
            int recordedCandidates,
            int maxInFlight,
            long inFlightNanos,
            long retryAfterMs,
            long seed) {
        this(
                recordedCandidates,
                maxInFlight,
                inFlightNanos,
                retryAfterMs,
                seed,
                PrefixLimits.DEFAULT);
    }
}
