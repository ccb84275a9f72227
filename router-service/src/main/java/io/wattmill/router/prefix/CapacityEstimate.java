// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prefix;

/**
 * How much of an engine's KV cache serves as prefix cache, learned from what it finds. A block that
 * was believed held and was not found says that the cache is smaller than the block's distance; one
 * that was believed forgotten and was found says that it is larger. Each such surprise moves the
 * estimate a little towards the distance, so that rare lies do little and it settles where
 * surprises of both kinds are as frequent.
 */
final class CapacityEstimate {
    private static final double MOST_STEP = Math.log(1.06);
    private static final double RATE = 0.25;
    private static final double LEAST_SHARE = 0.02;

    /** Blocks between those found and those believed that may be rounding. */
    private static final int SLACK_BLOCKS = 1;

    private double share = 1;

    /** Blocks, of a cache that has room for so many in all. */
    int blocks(double room) {
        return (int) Math.clamp(share * room, 1, Integer.MAX_VALUE);
    }

    /** Share of the room that serves as prefix cache. */
    double share() {
        return share;
    }

    /** The engine found so many blocks of a prompt, of which this was believed. */
    void observed(Reuse reuse, double found, double room) {
        int missing = (int) Math.ceil(found) + 1 + SLACK_BLOCKS;
        int forgotten = (int) Math.floor(found) - SLACK_BLOCKS;
        if (missing <= reuse.depth()) {
            smallerThan(reuse.distanceOf(missing), room);
        } else if (forgotten > reuse.depth()) {
            largerThan(reuse.forgottenUpTo(forgotten), room);
        }
    }

    private void smallerThan(int distance, double room) {
        if (distance != Reuse.UNKNOWN && distance < share * room) {
            move(Math.max(1, distance) / room);
        }
    }

    private void largerThan(int distance, double room) {
        if (distance != Reuse.UNKNOWN && distance > share * room) {
            move(distance / room);
        }
    }

    private void move(double towards) {
        double step = RATE * Math.log(towards / share);
        share *= Math.exp(Math.clamp(step, -MOST_STEP, MOST_STEP));
        share = Math.clamp(share, LEAST_SHARE, 1);
    }
}
