// SPDX-License-Identifier: Apache-2.0
/**
 * What may be spent or used, by whom and in which time, and how it is divided into leases and
 * slices. Pure: must not know where budgets are kept, nor who asks. Start at {@link
 * io.wattmill.billing.budget.Budget}, then {@link io.wattmill.billing.budget.LeasePlan}.
 */
@NullMarked
package io.wattmill.billing.budget;

import org.jspecify.annotations.NullMarked;
