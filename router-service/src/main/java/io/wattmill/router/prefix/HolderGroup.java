// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

import io.wattmill.router.batch.PrefixBlocks;

import org.jspecify.annotations.Nullable;

/** Up to 128 holders and the blocks that they share. A holder may be one of several of a place. */
final class HolderGroup {
    private final BlockTable blocks = new BlockTable();
    private final @Nullable Holdings[] holdings = new Holdings[BlockTable.HOLDERS];
    private final int[] places = new int[BlockTable.HOLDERS];
    private final TierWeights weights;

    /** Holders that count: one that left keeps its blocks until they are tidied away. */
    private long aliveLow;

    private long aliveHigh;

    /** The masks last looked up. */
    private long seenLow;

    private long seenHigh;

    HolderGroup(TierWeights weights) {
        this.weights = weights;
    }

    /** A new holder for this place, or {@link BlockTable#NONE} when there is no room. */
    int join(int place) {
        for (int holder = 0; holder < BlockTable.HOLDERS; holder++) {
            if (holdings[holder] == null) {
                holdings[holder] = new Holdings(blocks, holder);
                places[holder] = place;
                blocks.tiers().restart(holder);
                alive(holder, true);
                return holder;
            }
        }
        return BlockTable.NONE;
    }

    private void alive(int holder, boolean alive) {
        long bit = 1L << holder;
        if (holder < Long.SIZE) {
            aliveLow = alive ? aliveLow | bit : aliveLow & ~bit;
        } else {
            aliveHigh = alive ? aliveHigh | bit : aliveHigh & ~bit;
        }
    }

    /** The holder counts no more. */
    void retire(int holder) {
        alive(holder, false);
    }

    /** Forgets a holder that retired and has no blocks any more. */
    void free(int holder) {
        holdings[holder] = null;
    }

    /** What a holder of this group has. */
    Holdings of(int holder) {
        Holdings held = holdings[holder];
        if (held == null) {
            throw new IllegalStateException("holder " + holder + " has left");
        }
        return held;
    }

    BlockTable blocks() {
        return blocks;
    }

    /** Raises each place's depth to what its holders have of the prompt. */
    void match(PrefixBlocks prompt, int[] depthByPlace) {
        int above = 0;
        long low = aliveLow;
        long high = aliveHigh;
        int block = 1;
        while ((low | high) != 0) {
            look(prompt, block);
            long nextLow = low & seenLow;
            long nextHigh = high & seenHigh;
            narrow(prompt, depthByPlace, above, low, high, block, nextLow, nextHigh);
            above = block;
            low = nextLow;
            high = nextHigh;
            block = Math.min(2 * block, prompt.count() + 1);
        }
    }

    /** Finds where those holders end that have block {@code above} and not block {@code below}. */
    private void narrow(
            PrefixBlocks prompt,
            int[] depthByPlace,
            int above,
            long low,
            long high,
            int below,
            long endLow,
            long endHigh) {
        if (low == endLow && high == endHigh) {
            return;
        }
        if (below - above == 1) {
            end(prompt, depthByPlace, above, low & ~endLow, 0);
            end(prompt, depthByPlace, above, high & ~endHigh, Long.SIZE);
            return;
        }
        int middle = (above + below) >>> 1;
        look(prompt, middle);
        long middleLow = low & seenLow | endLow;
        long middleHigh = high & seenHigh | endHigh;
        narrow(prompt, depthByPlace, above, low, high, middle, middleLow, middleHigh);
        narrow(prompt, depthByPlace, middle, middleLow, middleHigh, below, endLow, endHigh);
    }

    private void end(PrefixBlocks prompt, int[] depthByPlace, int depth, long ending, int from) {
        for (long left = depth == 0 ? 0 : ending; left != 0; left &= left - 1) {
            int holder = from + Long.numberOfTrailingZeros(left);
            int worth = blocks.tiers().isTiered(holder) ? worth(prompt, holder, depth) : depth;
            int place = places[holder];
            depthByPlace[place] = Math.max(depthByPlace[place], worth);
        }
    }

    private void look(PrefixBlocks prompt, int block) {
        int slot = block > prompt.count() ? BlockTable.NONE : blocks.find(prompt.hash(block - 1));
        seenLow = slot == BlockTable.NONE ? 0 : blocks.low(slot);
        seenHigh = slot == BlockTable.NONE ? 0 : blocks.high(slot);
    }

    /** Blocks, from the first one, that a holder has, wherever. */
    int depth(PrefixBlocks prompt, int holder) {
        return Prefixes.longest(prompt.count(), block -> isHeld(prompt, block, holder));
    }

    private boolean isHeld(PrefixBlocks prompt, int block, int holder) {
        int slot = blocks.find(prompt.hash(block - 1));
        return slot != BlockTable.NONE && blocks.isHeld(slot, holder);
    }

    private int worth(PrefixBlocks prompt, int holder, int depth) {
        TierMasks tiers = blocks.tiers();
        int gpu = Prefixes.longest(depth, block -> tiers.isInGpu(slot(prompt, block), holder));
        int cpu = Prefixes.longest(depth, block -> tiers.isInGpuOrCpu(slot(prompt, block), holder));
        return weights.worth(gpu, cpu, depth);
    }

    private int slot(PrefixBlocks prompt, int block) {
        return blocks.find(prompt.hash(block - 1));
    }
}
