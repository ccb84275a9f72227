// SPDX-License-Identifier: Apache-2.0
/**
 * Billing: ledger, prices, energy attribution and the usage API. Start at {@link
 * io.wattmill.billing.BillingService}. The packages that decide are listed by the test that keeps
 * them pure; each has beside it one that stores what it decides, such as attribution and energy,
 * price and tariff, chain and seal, reconcile and reconciling.
 */
@NullMarked
package io.wattmill.billing;

import org.jspecify.annotations.NullMarked;
