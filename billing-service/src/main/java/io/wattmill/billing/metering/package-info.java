// SPDX-License-Identifier: Apache-2.0
/**
 * Agents' meter reports to committed readings and closed windows. Must not know requests or prices.
 * Start at {@link io.wattmill.billing.metering.MeterEndpoint}.
 */
@NullMarked
package io.wattmill.billing.metering;

import org.jspecify.annotations.NullMarked;
