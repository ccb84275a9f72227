// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import java.util.Arrays;
import java.util.Collection;
import java.util.OptionalLong;

/**
 * The fleet's time by the router's monotonic clock. When most agents agree with each other and not
 * with the router's wall clock, it is that clock which jumped, and no agent is to blame.
 */
final class ClockOffsets {
    private static final int LEAST_NODES = 3;

    private ClockOffsets() {}

    /** Median over nodes that report, microseconds; empty while too few do. */
    static OptionalLong median(Collection<Node> nodes) {
        long[] offsets =
                nodes.stream()
                        .filter(node -> !node.isGone() && node.offsetUs().isPresent())
                        .mapToLong(node -> node.offsetUs().getAsLong())
                        .toArray();
        Arrays.sort(offsets);
        return offsets.length < LEAST_NODES
                ? OptionalLong.empty()
                : OptionalLong.of(offsets[offsets.length / 2]);
    }
}
