// SPDX-License-Identifier: Apache-2.0
package io.wattmill.contract.ledger.v1;

/** Event-bus addresses of the ledger area. */
public final class LedgerAddresses {

    /** {@link UsageCounters}, once a second from billing. */
    public static final String USAGE_COUNTERS = "usage.counters.v1";

    /** {@link PriceChanged}, when a rate card takes effect. */
    public static final String PRICE_CHANGED = "price.changed.v1";

    /** {@link BudgetChanged}, when an administrator set or removed a budget or limit. */
    public static final String BUDGET_CHANGED = "budget.changed.v1";

    private LedgerAddresses() {}
}
