// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

import io.wattmill.router.batch.PrefixBlocks;

/**
 * The way that a prompt goes through a {@link BlockTable}: the slots of its first blocks. Walked
 * once per decision, and good until the table changes.
 */
final class Path {
    private static final int FIRST_SLOTS = 64;

    private final BlockTable blocks;
    private int[] slots = new int[FIRST_SLOTS];
    private int length;
    private PrefixBlocks prompt = PrefixBlocks.NONE;
    private int changes;

    Path(BlockTable blocks) {
        this.blocks = blocks;
    }

    /** Begins at the first block of this prompt. */
    void begin(PrefixBlocks newPrompt) {
        if (slots.length < newPrompt.count()) {
            slots = new int[Math.max(newPrompt.count(), 2 * slots.length)];
        }
        length = 0;
        prompt = newPrompt;
        changes = blocks.changes();
    }

    /** One block further. False at the end of the prompt, or of what is known of it. */
    boolean advance() {
        if (length == prompt.count()) {
            return false;
        }
        int before = length == 0 ? BlockTable.NONE : slots[length - 1];
        int slot = blocks.behind(before, prompt.hash(length));
        if (slot != BlockTable.NONE) {
            slots[length++] = slot;
        }
        return slot != BlockTable.NONE;
    }

    /** Whether this prompt was walked, and nothing changed since. */
    boolean isOf(PrefixBlocks other) {
        return prompt == other && changes == blocks.changes();
    }

    /** Blocks walked. */
    int length() {
        return length;
    }

    /** Slot of a block, from 1. */
    int slot(int block) {
        return slots[block - 1];
    }
}
