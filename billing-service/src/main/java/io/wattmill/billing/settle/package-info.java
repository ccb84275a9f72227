// SPDX-License-Identifier: Apache-2.0
/**
 * The ledger as gateways call it: settlement of usage to committed events and transfers, exactly
 * once, leases and the rate card. Must not know HTTP or meters. Start at {@link
 * io.wattmill.billing.settle.Settlement}.
 */
@NullMarked
package io.wattmill.billing.settle;

import org.jspecify.annotations.NullMarked;
