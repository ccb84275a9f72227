// SPDX-License-Identifier: Apache-2.0
/**
 * Cumulative totals for usage.counters.v1. Must not know how they are made. Start at {@link
 * io.wattmill.billing.counters.CountersFeed}.
 */
@NullMarked
package io.wattmill.billing.counters;

import org.jspecify.annotations.NullMarked;
