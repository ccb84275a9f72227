// SPDX-License-Identifier: Apache-2.0
/**
 * Billing: ledger, prices, energy attribution and the usage API. Start at {@link
 * io.wattmill.billing.BillingService}; the pure core is account, apportion, attribution, book,
 * budget, chain, cost, dump, explain, meter, outcome, price, report, series and usage.
 */
@NullMarked
package io.wattmill.billing;

import org.jspecify.annotations.NullMarked;
