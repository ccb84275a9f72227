// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.lease;

/**
 * What a gateway asks for.
 *
 * @param amount of a budget what it would spend, of a limit its demand; 0 or more
 * @param inUse of a concurrency limit what is in flight; 0 or more
 */
record Wish(String gatewayId, String budgetId, long amount, long inUse) {}
