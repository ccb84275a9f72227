// SPDX-License-Identifier: Apache-2.0
/**
 * The model of the double-entry ledger: accounts, transfers and what they do to balances. Pure:
 * must not know what is booked, nor where. Start at {@link io.wattmill.billing.account.Transfer}.
 */
@NullMarked
package io.wattmill.billing.account;

import org.jspecify.annotations.NullMarked;
