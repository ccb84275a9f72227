// SPDX-License-Identifier: Apache-2.0
/**
 * Which model takes what: what kinds of engines are known to serve, what the site says of its
 * models, and the refusal of what none of a model's engines serves.
 *
 * <p>Knows nothing of sockets or of any one request's content. Start with {@link
 * io.wattmill.gateway.capability.Capabilities}, then {@link
 * io.wattmill.gateway.capability.EngineTable}.
 */
@NullMarked
package io.wattmill.gateway.capability;

import org.jspecify.annotations.NullMarked;
