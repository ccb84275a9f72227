// SPDX-License-Identifier: Apache-2.0
/**
 * What this gateway may spend and use, in memory: leases of budgets and slices of limits, held and
 * given back request by request, and what to ask billing for. All of it for any number of threads.
 *
 * <p>Knows no billing, no timer and no request. Start with {@link
 * io.wattmill.gateway.lease.LeaseBook}.
 */
@NullMarked
package io.wattmill.gateway.lease;

import org.jspecify.annotations.NullMarked;
