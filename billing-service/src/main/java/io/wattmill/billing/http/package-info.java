// SPDX-License-Identifier: Apache-2.0
/**
 * Billing's HTTP port: the signed principal, routes, errors. Must not decide anything. Start at
 * {@link io.wattmill.billing.http.BillingHttp}.
 */
@NullMarked
package io.wattmill.billing.http;

import org.jspecify.annotations.NullMarked;
