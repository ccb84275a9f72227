// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconcile;

/**
 * What gateways counted, less what the ledger has of the same places in their journals.
 *
 * @param missing counted and not on the ledger; below zero where the ledger has more
 * @param why why the ledger may lack it
 * @param uncounted on the ledger, and closed where no process counted
 */
public record Tally(Counts missing, Cause why, Counts uncounted) {

    /** Gateways and ledger agree. */
    public static final Tally AGREED = new Tally(Counts.NONE, Cause.UNEXPLAINED, Counts.NONE);
}
