// SPDX-License-Identifier: Apache-2.0
/**
 * Posts what months' schedules come to, as adjustments on the ledger. Must not know how schedules
 * price. Start at {@link io.wattmill.billing.adjust.AdjustmentJob}.
 */
@NullMarked
package io.wattmill.billing.adjust;

import org.jspecify.annotations.NullMarked;
