// SPDX-License-Identifier: Apache-2.0
/** Budgets without a database. */
@NullMarked
package io.wattmill.billing.budget;

import org.jspecify.annotations.NullMarked;
