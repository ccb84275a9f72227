// SPDX-License-Identifier: Apache-2.0
/**
 * The front door: one port, every route, who may use it, and the bounds on connections, headers and
 * bodies.
 *
 * <p>Knows nothing of engines, money or energy. Start with {@link
 * io.wattmill.gateway.http.Ingress}; the table of routes is {@link
 * io.wattmill.gateway.policy.Route}.
 */
@NullMarked
package io.wattmill.gateway.http;

import org.jspecify.annotations.NullMarked;
