// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

/**
 * Who has a block elsewhere than in the GPU: three masks per block, not in GPU, in CPU and on disk,
 * in pages that are made when a first block of theirs leaves its GPU. Where all blocks are in GPUs
 * they cost nothing.
 */
final class TierMasks {
    /** Masks of 128 bits, in halves, and two cells that keep a record's size a power of two. */
    private static final int CELLS_LOG = 3;

    private static final int NOT_GPU = 0;
    private static final int CPU = 2;
    private static final int DISK = 4;

    private final Pages.Longs cells = new Pages.Longs();

    /** Holders that ever had a block elsewhere. */
    private long tieredLow;

    private long tieredHigh;

    boolean isTiered(int holder) {
        return ((holder < 64 ? tieredLow : tieredHigh) >>> holder & 1) != 0;
    }

    /** A block that the holder did not have is in this tier now. */
    void first(int slot, int holder, Tier tier) {
        if (tier != Tier.GPU) {
            mark(holder);
            set(slot, holder, NOT_GPU, true);
            set(slot, holder, tier == Tier.CPU ? CPU : DISK, true);
        }
    }

    private void mark(int holder) {
        if (holder < 64) {
            tieredLow |= 1L << holder;
        } else {
            tieredHigh |= 1L << holder;
        }
    }

    /** A block that the holder has is in this tier, too. */
    void also(int slot, int holder, Tier tier) {
        switch (tier) {
            case GPU -> {
                if (isTiered(holder)) {
                    set(slot, holder, NOT_GPU, false);
                }
            }
            case CPU, DISK -> {
                mark(holder);
                set(slot, holder, tier == Tier.CPU ? CPU : DISK, true);
            }
        }
    }

    /** A block that the holder has left this tier. Whether it has it in another one still. */
    boolean left(int slot, int holder, Tier tier) {
        if (!isTiered(holder)) {
            return tier != Tier.GPU;
        }
        set(slot, holder, gone(tier), tier == Tier.GPU);
        return isInGpu(slot, holder) || has(slot, holder, CPU) || has(slot, holder, DISK);
    }

    private static int gone(Tier tier) {
        return switch (tier) {
            case GPU -> NOT_GPU;
            case CPU -> CPU;
            case DISK -> DISK;
        };
    }

    /** The holder has this block no more. */
    void forget(int slot, int holder) {
        if (isTiered(holder)) {
            set(slot, holder, NOT_GPU, false);
            set(slot, holder, CPU, false);
            set(slot, holder, DISK, false);
        }
    }

    /** The holder has no block at all; whoever comes after it begins anew. */
    void restart(int holder) {
        tieredLow &= holder < 64 ? ~(1L << holder) : -1;
        tieredHigh &= holder < 64 ? -1 : ~(1L << holder);
    }

    boolean isInGpu(int slot, int holder) {
        return !has(slot, holder, NOT_GPU);
    }

    boolean isInGpuOrCpu(int slot, int holder) {
        return isInGpu(slot, holder) || has(slot, holder, CPU);
    }

    private boolean has(int slot, int holder, int mask) {
        return (cells.getOrZero(cell(slot, holder, mask)) >>> holder & 1) != 0;
    }

    private void set(int slot, int holder, int mask, boolean value) {
        int cell = cell(slot, holder, mask);
        long bit = 1L << holder;
        long was = cells.getOrZero(cell);
        if ((was & bit) != 0 != value) {
            cells.set(cell, was ^ bit);
        }
    }

    private static int cell(int slot, int holder, int mask) {
        return slot << CELLS_LOG | mask | holder >>> 6;
    }
}
