// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvevents;

import io.wattmill.router.prefix.Tier;

/**
 * Who is told which blocks an engine holds. Blocks have names as {@code TokenBlocks} of the
 * placement contract makes them. Each call is a fact about the engine: what was never told is not
 * taken back, and nothing is told twice, but of an engine that has two hashes for one prompt; then
 * the last word counts.
 */
public interface BlockIndex {
    /** The parent of a prompt's first block. */
    long ROOT = 0;

    /**
     * The engine holds a block that it did not hold.
     *
     * @param place of the engine
     * @param parent the block before, {@link #ROOT} when it is a prompt's first
     */
    void stored(int place, long block, long parent, Tier tier);

    /** The engine holds another copy of a block, in a tier where it had none. */
    void copied(int place, long block, Tier tier);

    /** The engine holds the block in this tier no more. Others may still have it. */
    void removed(int place, long block, Tier tier);

    /** The engine holds nothing, or what it holds is not known any more. */
    void cleared(int place);
}
