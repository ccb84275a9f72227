// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

/**
 * Bounds of a prefix index, and what its tiers are worth.
 *
 * @param blocks of all engines together; one that two engines hold counts twice
 * @param expiryNanos an engine that tells what it stores is expected to tell of a placed prompt
 *     within this time, else it does not have it
 */
public record PrefixLimits(int blocks, long expiryNanos, TierWeights weights) {
    /** 4 Mi blocks, some 200 MiB if ever they are all used; 2 s, as llm-d's index has it. */
    public static final PrefixLimits DEFAULT =
            new PrefixLimits(1 << 22, 2_000_000_000L, TierWeights.DEFAULT);

    /** The same with this many blocks. */
    public PrefixLimits withBlocks(int newBlocks) {
        return new PrefixLimits(newBlocks, expiryNanos, weights);
    }
}
