// SPDX-License-Identifier: Apache-2.0
/**
 * Bookings and transfers to PostgreSQL, with the balances that follow, in the caller's transaction.
 * Must not know what is booked. Start at {@link io.wattmill.billing.ledger.PostgresLedger}.
 */
@NullMarked
package io.wattmill.billing.ledger;

import org.jspecify.annotations.NullMarked;
