// SPDX-License-Identifier: Apache-2.0
/**
 * Rolls finished bookings up to sums by minute and hour, each once. Must not know what a sum is
 * asked for: that is {@code query}. Start at {@link io.wattmill.billing.rollup.Rollup}; what is
 * summed is in V11__rollup.sql.
 */
@NullMarked
package io.wattmill.billing.rollup;

import org.jspecify.annotations.NullMarked;
