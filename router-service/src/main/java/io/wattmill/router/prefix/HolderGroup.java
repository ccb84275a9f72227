// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

import io.wattmill.router.batch.PrefixBlocks;

import org.jspecify.annotations.Nullable;

/** Up to 128 holders and the blocks that they share. A holder may be one of several of a place. */
final class HolderGroup {
    private final BlockTable blocks = new BlockTable();
    private final Path path = new Path(blocks);
    private final @Nullable Holdings[] holdings = new Holdings[BlockTable.HOLDERS];
    private final int[] places = new int[BlockTable.HOLDERS];
    private final TierWeights weights;

    /** Holders that count: one that left keeps its blocks until they are tidied away. */
    private long aliveLow;

    private long aliveHigh;

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
        path.begin(prompt);
        long low = aliveLow;
        long high = aliveHigh;
        while ((low | high) != 0) {
            int depth = path.length();
            boolean more = path.advance();
            long nextLow = more ? low & blocks.low(path.slot(depth + 1)) : 0;
            long nextHigh = more ? high & blocks.high(path.slot(depth + 1)) : 0;
            if (low != nextLow || high != nextHigh) {
                end(depthByPlace, depth, low & ~nextLow, 0);
                end(depthByPlace, depth, high & ~nextHigh, Long.SIZE);
            }
            low = nextLow;
            high = nextHigh;
        }
    }

    private void end(int[] depthByPlace, int depth, long ending, int from) {
        for (long left = depth == 0 ? 0 : ending; left != 0; left &= left - 1) {
            int holder = from + Long.numberOfTrailingZeros(left);
            int worth = blocks.tiers().isTiered(holder) ? worth(holder, depth) : depth;
            int place = places[holder];
            depthByPlace[place] = Math.max(depthByPlace[place], worth);
        }
    }

    private int worth(int holder, int depth) {
        TierMasks tiers = blocks.tiers();
        int gpu = Prefixes.longest(depth, block -> tiers.isInGpu(path.slot(block), holder));
        int cpu = Prefixes.longest(depth, block -> tiers.isInGpuOrCpu(path.slot(block), holder));
        return weights.worth(gpu, cpu, depth);
    }

    /** The way of this prompt, at least as far as the holder has it. */
    Path path(PrefixBlocks prompt, int holder) {
        if (!path.isOf(prompt)) {
            path.begin(prompt);
            while (path.advance() && blocks.isHeld(path.slot(path.length()), holder)) {}
        }
        return path;
    }

    /** Blocks, from the first one, that a holder has of the prompt whose way this is. */
    int depth(Path way, int holder) {
        return Prefixes.longest(way.length(), block -> blocks.isHeld(way.slot(block), holder));
    }
}
