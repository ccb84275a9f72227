// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

/** What an engine itself tells of its blocks, one by one. */
final class ToldBlocks {
    private ToldBlocks() {}

    /** Adds a block; false when the block before it is not held, or it is known behind another. */
    static boolean stored(Chains chains, long hash, long parent, Tier tier) {
        BlockTable blocks = chains.blocks();
        if (copied(chains, hash, tier)) {
            return true;
        }
        int before = parent == PrefixIndex.ROOT ? BlockTable.NONE : held(chains, parent);
        if (parent != PrefixIndex.ROOT && before == BlockTable.NONE) {
            return false;
        }
        int up = before == BlockTable.NONE ? Chains.NONE : chains.endingAt(before);
        boolean added = chains.add(up, hash) != Chains.NONE;
        if (added) {
            blocks.tiers().first(blocks.find(hash), chains.holder(), tier);
        }
        return added;
    }

    /** Adds a copy; false when the block is not held. */
    static boolean copied(Chains chains, long hash, Tier tier) {
        int slot = held(chains, hash);
        boolean held = slot != BlockTable.NONE;
        if (held) {
            chains.blocks().tiers().also(slot, chains.holder(), tier);
        }
        return held;
    }

    /** Takes a block away, and what is behind it; false when it is not held. */
    static boolean removed(Chains chains, long hash, Tier tier) {
        int slot = held(chains, hash);
        if (slot == BlockTable.NONE) {
            return false;
        }
        if (!chains.blocks().tiers().left(slot, chains.holder(), tier)) {
            chains.cut(slot);
        }
        return true;
    }

    private static int held(Chains chains, long hash) {
        int slot = chains.blocks().find(hash);
        boolean held = slot != BlockTable.NONE && chains.blocks().isHeld(slot, chains.holder());
        return held ? slot : BlockTable.NONE;
    }
}
