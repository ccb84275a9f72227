// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

/** Where a block of {@link BlockTable} is in the forest, in 64 bits. */
final class Links {
    private static final int NONE = SlotTable.NONE;

    /** Slot + 1 of the block before it and of one behind it, 0 = none; marks above them. */
    private static final int SLOT_BITS = 27;

    private static final long SLOT = (1L << SLOT_BITS) - 1;
    private static final long BEHIND = SLOT << SLOT_BITS;
    private static final long BRANCHES = 1L << 2 * SLOT_BITS;
    private static final long NAMED = BRANCHES << 1;

    private Links() {}

    /** Of a block behind this one, with nothing behind it. */
    static long to(int before) {
        return before + 1;
    }

    static int before(long links) {
        return (int) (links & SLOT) - 1;
    }

    /** The block behind it that is known without a table, or {@link SlotTable#NONE}. */
    static int next(long links) {
        return (int) (links >>> SLOT_BITS & SLOT) - 1;
    }

    /** With this block behind it, where there was none. */
    static long withNext(long links, int slot) {
        return links | slot + 1L << SLOT_BITS;
    }

    static long withoutNext(long links) {
        return links & ~BEHIND;
    }

    /** More blocks were put behind it, which are in the table. */
    static boolean hasBranches(long links) {
        return (links & BRANCHES) != 0;
    }

    static long withBranches(long links) {
        return links | BRANCHES;
    }

    /** It is in the table itself. */
    static boolean isNamed(long links) {
        return (links & NAMED) != 0;
    }

    static long named(long links) {
        return links | NAMED;
    }

    /** Whether there is, or was, a block behind it. */
    static boolean hasBehind(long links) {
        return next(links) != NONE || hasBranches(links);
    }
}
