// SPDX-License-Identifier: Apache-2.0
/**
 * Closed windows to shares, cost and transfers, once their requests have settled; and imported
 * hours, which make the cost of their windows again. Must not know meters' links or HTTP. Start at
 * {@link io.wattmill.billing.energy.Attributor}.
 */
@NullMarked
package io.wattmill.billing.energy;

import org.jspecify.annotations.NullMarked;
