// SPDX-License-Identifier: Apache-2.0
/**
 * Budgets in PostgreSQL, and the leases and slices of them that gateways hold: granted, settled,
 * and resolved once. Must not know HTTP or gRPC. Start at {@link
 * io.wattmill.billing.lease.Leasing}.
 */
@NullMarked
package io.wattmill.billing.lease;

import org.jspecify.annotations.NullMarked;
