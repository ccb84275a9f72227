// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.attribution;

import io.wattmill.billing.account.AccountCode;

/** What a share of a window was used for, and the account that it is booked to. */
public enum ShareKind {
    /** Reading the prompt. */
    PREFILL(1, AccountCode.ENERGY_PREFILL),
    /** Making the output. */
    DECODE(2, AccountCode.ENERGY_DECODE),
    /** Base power while the request was there. */
    IDLE_SHARE(3, AccountCode.ENERGY_IDLE_SHARE),
    /** A window without any request. */
    EMPTY(4, AccountCode.ENERGY_EMPTY),
    /** Nothing explains it. */
    UNATTRIBUTED(5, AccountCode.ENERGY_UNATTRIBUTED);

    private final int id;
    private final AccountCode account;

    ShareKind(int id, AccountCode account) {
        this.id = id;
        this.account = account;
    }

    /** The number in the table; never reused. */
    public int id() {
        return id;
    }

    /** Where it is booked. */
    public AccountCode account() {
        return account;
    }
}
