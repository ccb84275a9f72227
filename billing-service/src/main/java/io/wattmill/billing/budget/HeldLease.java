// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.budget;

import java.util.UUID;

/**
 * A lease as settlement finds it.
 *
 * @param room what of its amount is not spent; 0 once it is resolved
 * @param fenced held by an incarnation of its gateway that has a successor
 */
public record HeldLease(
        UUID id, BudgetAccounts accounts, String gatewayId, long room, boolean fenced) {}
