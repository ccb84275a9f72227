// SPDX-License-Identifier: Apache-2.0
/**
 * From an admitted request to its end: place it, call the engine, stream the answer to the caller
 * with back-pressure, try another node or model while nothing was sent, and close the books before
 * the last byte leaves.
 *
 * <p>Knows nothing of routes, keys or how the ledger is reached. Start with {@link
 * io.wattmill.gateway.relay.Relay}, then {@link io.wattmill.gateway.relay.Exchange} and {@link
 * io.wattmill.gateway.relay.Journey}.
 */
@NullMarked
package io.wattmill.gateway.relay;

import org.jspecify.annotations.NullMarked;
