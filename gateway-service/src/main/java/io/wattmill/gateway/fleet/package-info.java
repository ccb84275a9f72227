// SPDX-License-Identifier: Apache-2.0
/**
 * What the gateway hears of the fleet and the books, and the one thing it may ask of the fleet: to
 * drain a node.
 *
 * <p>Knows nothing of requests or HTTP. Start with {@link io.wattmill.gateway.fleet.FleetBoard}.
 */
@NullMarked
package io.wattmill.gateway.fleet;

import org.jspecify.annotations.NullMarked;
