// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.account;

/**
 * The ledgers; debits equal credits within each. Numbers 4 and 5 are reserved for cost and carbon.
 */
public enum LedgerKind {
    /** Nano-units of a currency. */
    MONEY(1),
    TOKENS(2),
    /** Microjoules. */
    ENERGY(3);

    private final int id;

    LedgerKind(int id) {
        this.id = id;
    }

    /** The number in the tables; never reused. */
    public int id() {
        return id;
    }
}
