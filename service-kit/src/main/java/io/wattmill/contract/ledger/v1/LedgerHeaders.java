// SPDX-License-Identifier: Apache-2.0
package io.wattmill.contract.ledger.v1;

/** HTTP headers between the gateway and billing, beside the signed principal. */
public final class LedgerHeaders {

    /**
     * Id of the newest request of the asking key that the gateway has closed. Billing answers for
     * {@code last} once that is on the ledger, so that nobody is told of the one before.
     */
    public static final String NEWEST_REQUEST = "x-wattmill-newest-request";

    private LedgerHeaders() {}
}
