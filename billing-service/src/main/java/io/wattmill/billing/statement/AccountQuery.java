// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.statement;

/**
 * A question about accounts.
 *
 * @param after where the page before ended
 * @param limit most accounts of the page
 */
public record AccountQuery(AccountFilter accounts, AccountPlace after, int limit) {}
