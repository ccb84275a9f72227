// SPDX-License-Identifier: Apache-2.0
/**
 * Holds a client's file of acknowledged requests against the ledger, over HTTP, as an auditor from
 * outside would. It must not look into the suite: what it says has to hold for any that answers at
 * a URL. Start reading at {@link io.wattmill.standalone.ledger.LedgerVerification}.
 */
@NullMarked
package io.wattmill.standalone.ledger;

import org.jspecify.annotations.NullMarked;
