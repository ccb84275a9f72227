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
        int added = isOfAnother(blocks, hash, before) ? Chains.NONE : chains.add(up, hash);
        if (added != Chains.NONE) {
            blocks.name(added);
            blocks.tiers().first(added, chains.holder(), tier);
        }
        return added != Chains.NONE;
    }

    private static boolean isOfAnother(BlockTable blocks, long hash, int before) {
        int known = blocks.named(hash);
        return known != BlockTable.NONE && blocks.before(known) != before;
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
        int slot = chains.blocks().named(hash);
        boolean held = slot != BlockTable.NONE && chains.blocks().isHeld(slot, chains.holder());
        return held ? slot : BlockTable.NONE;
    }
}
