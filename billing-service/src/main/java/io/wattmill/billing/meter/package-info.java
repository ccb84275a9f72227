// SPDX-License-Identifier: Apache-2.0
/**
 * Meters: cumulative counters made monotone, and windows cut from them at their own readings. Pure:
 * must not know requests, storage or streams. (In gateways a meter counts tokens; here, joules.)
 * Start at {@link io.wattmill.billing.meter.NewestReport}, whose turn it is, then {@link
 * io.wattmill.billing.meter.NodeBooks}.
 */
@NullMarked
package io.wattmill.billing.meter;

import org.jspecify.annotations.NullMarked;
