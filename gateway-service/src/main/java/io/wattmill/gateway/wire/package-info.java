// SPDX-License-Identifier: Apache-2.0
/**
 * The bytes of the APIs: what a JSON body says and where each part of it lies, what an engine's
 * documents and server-sent events say, and how all of them are rewritten by a few splices instead
 * of being parsed and printed.
 *
 * <p>Knows nothing of sockets, tenants, engines in particular, prices or time. Start with {@link
 * io.wattmill.gateway.wire.BodyScanner}, then {@link io.wattmill.gateway.wire.SseScanner} and
 * {@link io.wattmill.gateway.wire.EngineJsonReader}.
 */
@NullMarked
package io.wattmill.gateway.wire;

import org.jspecify.annotations.NullMarked;
