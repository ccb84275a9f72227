// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.spool;

/**
 * Ids on disk and positions in memory. An id is the run of the agent (24 bits) and the place within
 * it (40 bits). The positions of this run begin at 1 before anything was read from disk; those of
 * earlier runs are negative, in the order of their ids.
 */
final class Ids {

    private static final int PLACE_BITS = 40;
    private static final long EARLIER = 1L << 62;

    private Ids() {}

    /** The id before every one of a run. */
    static long start(long run) {
        return run << PLACE_BITS;
    }

    static long run(long id) {
        return id >> PLACE_BITS;
    }

    /** The id of a position, as the run {@code own} sees it. */
    static long of(long position, long own) {
        return position >= 0 ? start(own) + position : position + EARLIER;
    }

    /** The position of an id, as the run {@code own} sees it. */
    static long position(long id, long own) {
        return run(id) == own ? id - start(own) : id - EARLIER;
    }
}
