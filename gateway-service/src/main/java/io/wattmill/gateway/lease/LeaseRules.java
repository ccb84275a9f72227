// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.lease;

/**
 * How leases are used and asked for.
 *
 * @param intervalUs shortest time between two wishes for one budget or limit
 * @param skewUs how long before its end a lease is no longer spent from: the most that this clock
 *     may be behind billing's
 * @param idleUs a budget or limit that nobody asked for so long is forgotten
 * @param maxAccounts most budgets, and most limits, that are kept
 */
public record LeaseRules(long intervalUs, long skewUs, long idleUs, int maxAccounts) {}
