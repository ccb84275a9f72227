// SPDX-License-Identifier: Apache-2.0
/**
 * What a request used and costs: tokens from the engine's report or from what was delivered, money
 * by the rate card, energy and carbon as predicted.
 *
 * <p>Knows nothing of sockets, files or time; the same inputs give the same record. Start with
 * {@link io.wattmill.gateway.meter.Tally} and {@link io.wattmill.gateway.meter.Metering}.
 */
@NullMarked
package io.wattmill.gateway.meter;

import org.jspecify.annotations.NullMarked;
