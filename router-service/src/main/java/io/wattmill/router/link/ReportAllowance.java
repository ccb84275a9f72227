// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.link;

/**
 * How many reports of an agent are read: ten times what was asked of it, and some at once, so that
 * news may come early. What is more than that is dropped unread; the next one says it again.
 * Hellos, which are rarer and cost more, have as many of their own. Not thread-safe.
 */
final class ReportAllowance {
    private static final long RATE = 10;
    private static final long BURST = 20;

    private final long nanosEach;
    private long fullAtNanos;
    private boolean begun;

    /**
     * @param intervalMs between two reports, as asked of the agent
     */
    ReportAllowance(long intervalMs) {
        nanosEach = Math.max(1, intervalMs * 1_000_000 / RATE);
    }

    /** Whether a report that comes now is read. */
    boolean admits(long nowNanos) {
        if (!begun || nowNanos - fullAtNanos > 0) {
            begun = true;
            fullAtNanos = nowNanos;
        }
        boolean admitted = fullAtNanos - nowNanos <= (BURST - 1) * nanosEach;
        if (admitted) {
            fullAtNanos += nanosEach;
        }
        return admitted;
    }
}
