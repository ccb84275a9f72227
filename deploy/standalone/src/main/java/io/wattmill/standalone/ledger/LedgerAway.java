// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.ledger;

/** The ledger does not answer now; asking again may help. */
public final class LedgerAway extends Exception {
    private static final long serialVersionUID = 1L;

    LedgerAway(String message, Throwable cause) {
        super(message, cause);
    }
}
