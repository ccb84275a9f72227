// SPDX-License-Identifier: Apache-2.0
/**
 * Transfers to PostgreSQL: accounts, entries and balances in the caller's transaction. Must not
 * know what is booked. Start at {@link io.wattmill.billing.ledger.PostgresLedger}.
 */
@NullMarked
package io.wattmill.billing.ledger;

import org.jspecify.annotations.NullMarked;
