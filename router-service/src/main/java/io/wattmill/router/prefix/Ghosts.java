// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

import org.jspecify.annotations.Nullable;

/**
 * What an engine is believed to have forgotten, and how much it forgot since: if it finds such a
 * block after all, its cache is larger than believed. A sample: newer ones overwrite older ones.
 */
final class Ghosts {
    /** It is not known that the block left. */
    static final int UNKNOWN = -1;

    private static final int CELLS = 4_096;

    private long @Nullable [] cells;
    private int count;

    void evicted(long hash) {
        if (cells == null) {
            cells = new long[CELLS];
        }
        cells[cell(hash)] = name(hash) | ++count & 0xFFFF_FFFFL;
    }

    /** Blocks that left since this one did, or {@link #UNKNOWN}. */
    int since(long hash) {
        if (cells == null) {
            return UNKNOWN;
        }
        long seen = cells[cell(hash)];
        return seen != 0 && (seen & ~0xFFFF_FFFFL) == name(hash) ? count - (int) seen : UNKNOWN;
    }

    private static int cell(long hash) {
        return (int) (hash * 0x9E3779B97F4A7C15L >>> 52);
    }

    private static long name(long hash) {
        return hash * 0xC4CEB9FE1A85EC53L & ~0xFFFF_FFFFL;
    }
}
