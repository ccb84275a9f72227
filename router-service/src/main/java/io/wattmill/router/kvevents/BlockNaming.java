// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.kvevents;

import io.wattmill.contract.placement.v1.TokenBlocks;
import io.wattmill.router.kvevents.KvEvent.Removed;
import io.wattmill.router.kvevents.KvEvent.Stored;
import io.wattmill.router.prefix.Tier;

import java.util.BitSet;
import java.util.OptionalLong;

/**
 * Gives the blocks of one engine's rank their names: from the tokens where they are told, else from
 * what was told before. Engines differ in how they hash, and vLLM salts its hashes at each start,
 * so their own hashes name a block only until they say that it is gone.
 */
final class BlockNaming {
    private static final int MOST_GROUPS = 1024;

    private final EventLimits limits;
    private final Tallies tallies;
    private final KnownBlocks known = new KnownBlocks();
    private final BitSet otherGroups = new BitSet();
    private int blockTokens;
    private boolean offloads;

    BlockNaming(EventLimits limits, Tallies tallies) {
        this.limits = limits;
        this.tallies = tallies;
    }

    /** Blocks known, all tiers together. */
    int size() {
        return known.size();
    }

    /** Whether some were stored elsewhere than on GPUs. */
    boolean offloads() {
        return offloads;
    }

    /** Tokens per block; 0 = not told yet. */
    int blockTokens() {
        return blockTokens;
    }

    void apply(KvEvent event, BlockChanges changes) {
        switch (event) {
            case Stored stored -> stored(stored, changes);
            case Removed removed -> removed(removed, changes);
            case KvEvent.Cleared _ -> clear(changes);
        }
    }

    void clear(BlockChanges changes) {
        known.clear();
        otherGroups.clear();
        blockTokens = 0;
        offloads = false;
        changes.cleared();
    }

    private void stored(Stored event, BlockChanges changes) {
        if (!event.wholePrefix()) {
            otherGroups.set(Math.clamp(event.group(), 0, MOST_GROUPS));
            tallies.add(Tally.PASSED_OVER, event.hashes().length);
        } else if (event.tokens().length == 0) {
            copied(event, changes);
        } else if (!isWhole(event)) {
            tallies.add(Tally.MALFORMED, 1);
        } else {
            chained(event, changes);
        }
    }

    private static boolean isWhole(Stored event) {
        return event.blockTokens() > 0
                && (long) event.hashes().length * event.blockTokens() == event.tokens().length;
    }

    /** Another copy, in another tier, is told of by hash alone. */
    private void copied(Stored event, BlockChanges changes) {
        for (long hash : event.hashes()) {
            if (known.bits(hash) == 0) {
                tallies.add(Tally.ORPHANS, 1);
            } else {
                hold(hash, known.name(hash), event.tier(), changes);
            }
        }
    }

    /** Where blocks are of several sizes, the first that is told of counts. */
    private boolean fits(int tokens) {
        if (blockTokens == 0 && tokens >= limits.leastBlockTokens()) {
            blockTokens = tokens;
        }
        return tokens == blockTokens;
    }

    private void chained(Stored event, BlockChanges changes) {
        if (!fits(event.blockTokens())) {
            tallies.add(Tally.PASSED_OVER, event.hashes().length);
            return;
        }
        OptionalLong before = before(event);
        if (before.isEmpty()) {
            tallies.add(Tally.ORPHANS, event.hashes().length);
            return;
        }
        tallies.add(Tally.PASSED_OVER, event.hashes().length - event.plainBlocks());
        chained(event, before.getAsLong(), changes);
    }

    private void chained(Stored event, long before, BlockChanges changes) {
        long chain = before;
        long parent = event.parent().isEmpty() ? BlockIndex.ROOT : before;
        for (int i = 0; i < event.plainBlocks(); i++) {
            chain = TokenBlocks.next(chain, event.tokens(), i * blockTokens, blockTokens);
            hold(event.hashes()[i], chain, parent, event.tier(), changes);
            parent = chain;
        }
    }

    /** What the first block is chained to; empty when that is not known. */
    private OptionalLong before(Stored event) {
        if (event.parent().isEmpty()) {
            return OptionalLong.of(TokenBlocks.root(event.adapter(), blockTokens));
        }
        long hash = event.parent().getAsLong();
        return known.bits(hash) == 0 ? OptionalLong.empty() : OptionalLong.of(known.name(hash));
    }

    private void hold(long hash, long name, long parent, Tier tier, BlockChanges changes) {
        offloads |= tier != Tier.GPU;
        int bits = known.bits(hash);
        if (bits != 0 && known.name(hash) != name) {
            forget(hash, bits, changes);
            bits = 0;
        }
        if (bits != 0) {
            hold(hash, name, tier, changes);
        } else if (known.size() >= limits.knownBlocks()) {
            tallies.add(Tally.FULL, 1);
        } else {
            known.put(hash, name, tier.bit());
            changes.stored(name, parent, tier);
        }
    }

    private void hold(long hash, long name, Tier tier, BlockChanges changes) {
        offloads |= tier != Tier.GPU;
        int bits = known.bits(hash);
        if ((bits & tier.bit()) == 0) {
            known.put(hash, name, bits | tier.bit());
            changes.copied(name, tier);
        }
    }

    /** An engine that gives a hash to other tokens has no longer what it had under it. */
    private void forget(long hash, int bits, BlockChanges changes) {
        for (Tier tier : Tier.values()) {
            if ((bits & tier.bit()) != 0) {
                changes.removed(known.name(hash), tier);
            }
        }
        known.remove(hash);
    }

    private void removed(Removed event, BlockChanges changes) {
        if (event.group() >= 0 && otherGroups.get(Math.min(event.group(), MOST_GROUPS))) {
            return;
        }
        for (long hash : event.hashes()) {
            removed(hash, event.tier(), changes);
        }
    }

    private void removed(long hash, Tier tier, BlockChanges changes) {
        int bits = known.bits(hash);
        if ((bits & tier.bit()) == 0) {
            return;
        }
        changes.removed(known.name(hash), tier);
        if (bits == tier.bit()) {
            known.remove(hash);
        } else {
            known.put(hash, known.name(hash), bits & ~tier.bit());
        }
    }
}
