// SPDX-License-Identifier: Apache-2.0
/**
 * Billing: ledger, prices, energy attribution and the usage API. Start at {@link
 * io.wattmill.billing.BillingService}; the pure core is price, account, usage, meter, attribution,
 * report and explain.
 */
@NullMarked
package io.wattmill.billing;

import org.jspecify.annotations.NullMarked;
