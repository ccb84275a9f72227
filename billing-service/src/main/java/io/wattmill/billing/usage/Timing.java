// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.usage;

import java.util.OptionalLong;

/**
 * When something began, gave its first token, and ended; epoch microseconds, never out of order.
 */
public record Timing(long startedAtUs, OptionalLong firstTokenAtUs, long endedAtUs) {

    /**
     * Puts instants of a wall clock in order: a clock that was set back must not make a duration
     * negative, nor keep usage from being booked.
     *
     * @param firstTokenAtUs 0 when there was none
     */
    public static Timing ordered(long startedAtUs, long firstTokenAtUs, long endedAtUs) {
        long end = Math.max(startedAtUs, endedAtUs);
        OptionalLong first =
                firstTokenAtUs == 0
                        ? OptionalLong.empty()
                        : OptionalLong.of(Math.clamp(firstTokenAtUs, startedAtUs, end));
        return new Timing(startedAtUs, first, end);
    }
}
