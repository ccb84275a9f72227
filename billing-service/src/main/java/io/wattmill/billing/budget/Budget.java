// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.budget;

/**
 * A budget, or a limit on rate or concurrency.
 *
 * @param id the administrator's name for it
 * @param scopeId of the organization, project, key or agent that it is for
 * @param amount in {@link Unit}'s smallest parts, 0 or more
 * @param frame {@link Frame.None} of limits, never of budgets
 * @param hard true when a request that it does not cover is refused; false when it only tells
 */
public record Budget(
        String id, Scope scope, String scopeId, Unit unit, long amount, Frame frame, boolean hard) {

    /** Highest amount: leaves room for sums within 64 bits. */
    public static final long MAX_AMOUNT = 1_000_000_000_000_000_000L;

    /** Highest limit: leaves room for a product of two within 64 bits. */
    public static final long MAX_LIMIT = 1_000_000_000L;
}
