// SPDX-License-Identifier: Apache-2.0
/**
 * Billing from outside: a whole service on a real PostgreSQL. Start at {@link
 * io.wattmill.billing.BillingWorld}.
 */
@NullMarked
package io.wattmill.billing;

import org.jspecify.annotations.NullMarked;
