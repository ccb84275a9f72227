// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.account;

/** The ledgers; debits equal credits within each. */
public enum LedgerKind {
    /** Nano-units of a currency. */
    MONEY(1),
    TOKENS(2),
    /** Microjoules. */
    ENERGY(3),
    /** What it costs to serve, nano-units of a currency. */
    COST(4),
    /** Micrograms of CO2 equivalent. */
    CARBON(5);

    private final int id;

    LedgerKind(int id) {
        this.id = id;
    }

    /** The number in the tables; never reused. */
    public int id() {
        return id;
    }
}
