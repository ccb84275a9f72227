// SPDX-License-Identifier: Apache-2.0
/**
 * From an admitted request to its end: place it, call the engine, stream the answer to the caller
 * with back-pressure, try another node or model while nothing was sent, and close the books before
 * the last byte leaves.
 *
 * <p>Knows nothing of routes, keys or how the ledger is reached. Start with {@link
 * io.wattmill.gateway.relay.Relay}, then {@link io.wattmill.gateway.relay.Exchange}, the state
 * machine: {@link io.wattmill.gateway.relay.Journey} finds it an engine, {@link
 * io.wattmill.gateway.relay.EngineCall} calls that, {@link io.wattmill.gateway.relay.Delivery} is
 * the caller's side, and {@link io.wattmill.gateway.relay.Reports} tells books, router, breakers,
 * metrics and trace of what happens.
 */
@NullMarked
package io.wattmill.gateway.relay;

import org.jspecify.annotations.NullMarked;
