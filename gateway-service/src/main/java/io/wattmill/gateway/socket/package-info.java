// SPDX-License-Identifier: Apache-2.0
/**
 * What the gateway does to its sockets, on either side, below HTTP. The one place that reaches
 * beneath Vert.x's own interface to connections.
 *
 * <p>Knows nothing of requests. Start with {@link io.wattmill.gateway.socket.Turn}.
 */
@NullMarked
package io.wattmill.gateway.socket;

import org.jspecify.annotations.NullMarked;
