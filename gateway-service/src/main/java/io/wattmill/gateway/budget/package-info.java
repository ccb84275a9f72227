// SPDX-License-Identifier: Apache-2.0
/**
 * The budgets and limits that administrators set, as this gateway knows them: whom each is for and
 * what it counts. How they stand is {@code lease}'s.
 *
 * <p>Knows no requests and no billing. Start with {@link io.wattmill.gateway.budget.BudgetSet}.
 */
@NullMarked
package io.wattmill.gateway.budget;

import org.jspecify.annotations.NullMarked;
