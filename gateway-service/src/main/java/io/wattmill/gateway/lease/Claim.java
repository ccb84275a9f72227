// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.lease;

/**
 * What a request would set aside of a budget.
 *
 * @param amount in the budget's smallest unit
 * @param most what this gateway would like to have in hand at a time, unless requests need more: a
 *     part of the budget, so that others get theirs
 * @param again the same request asked before: its demand is known
 */
public record Claim(String budgetId, long amount, long most, boolean again) {

    /** A first claim of a budget that nobody else spends from. */
    public static Claim of(String budgetId, long amount) {
        return new Claim(budgetId, amount, Long.MAX_VALUE, false);
    }
}
