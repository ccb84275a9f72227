// SPDX-License-Identifier: Apache-2.0
/**
 * The bytes of the OpenAI API: what a request body says, where each part of it lies, and how
 * bodies, answers and server-sent events are rewritten by a few splices instead of being parsed and
 * printed.
 *
 * <p>Knows nothing of sockets, tenants, engines in particular, prices or time. Start with {@link
 * io.wattmill.gateway.wire.ChatRequestReader}, then {@link io.wattmill.gateway.wire.SseScanner} and
 * {@link io.wattmill.gateway.wire.EngineJsonReader}.
 */
@NullMarked
package io.wattmill.gateway.wire;

import org.jspecify.annotations.NullMarked;
