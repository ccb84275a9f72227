// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

/**
 * Bounds and tastes of placement.
 *
 * @param recordedCandidates in a decision record: this many eligible and this many excluded ones
 * @param maxInFlight requests tracked at once; more are not placed
 * @param inFlightNanos work of which nothing is heard for longer is released
 * @param retryAfterMs told to a request that nobody can take now
 * @param seed of the chance between equals
 * @param prefixBlocks blocks of prompts remembered per engine, and looked at per request
 */
public record DispatchRules(
        int recordedCandidates,
        int maxInFlight,
        long inFlightNanos,
        long retryAfterMs,
        long seed,
        int prefixBlocks) {
    /** 64 MiB of prompts in blocks of 1,024 bytes. */
    private static final int DEFAULT_PREFIX_BLOCKS = 65_536;

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
                DEFAULT_PREFIX_BLOCKS);
    }
}
