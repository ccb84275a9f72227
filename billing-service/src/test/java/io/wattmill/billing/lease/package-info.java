// SPDX-License-Identifier: Apache-2.0
/** Leases against a real database, through the Ledger as gateways call it. */
@NullMarked
package io.wattmill.billing.lease;

import org.jspecify.annotations.NullMarked;
