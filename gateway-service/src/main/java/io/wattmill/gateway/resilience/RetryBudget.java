// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.resilience;

/**
 * Bounds the calls that requests make beyond their first. Within any window there are no more than
 * a share of the requests and a minimum: when all engines fail, callers cause 1.2 times their load
 * and not as many times as there are attempts. The idea is Finagle's {@code RetryBudget} and
 * Envoy's {@code retry_budget}. One thread at a time.
 */
public final class RetryBudget {

    private static final long PERCENT = 100;
    private static final long MS_PER_S = 1_000;

    private final RetryConfig config;
    private final long minimum;
    private final RecentCalls recent;

    /** A budget that nothing was taken from. */
    public RetryBudget(RetryConfig config) {
        this.config = config;
        this.minimum = config.minPerSecond() * config.window().toMillis() / MS_PER_S;
        this.recent = new RecentCalls(config.window().toNanos());
    }

    /** A request came; monotonic nanoseconds. */
    public void request(long now) {
        recent.add(now);
    }

    /** Takes one further call; false when none is left. */
    public boolean take(long now) {
        long most = recent.all(now) * config.percent() / PERCENT + minimum;
        boolean left = recent.marked(now) < most;
        if (left) {
            recent.mark(now);
        }
        return left;
    }

    /** Gives back a call that was taken and not made. */
    public void giveBack(long now) {
        recent.unmark(now);
    }
}
