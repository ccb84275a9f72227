// SPDX-License-Identifier: Apache-2.0
/**
 * The answer to one caller: every one carries the request's id, errors have its API's shape, and it
 * is known what has reached the caller's socket.
 *
 * <p>Knows nothing of routes or engines. Start with {@link io.wattmill.gateway.reply.Reply}.
 */
@NullMarked
package io.wattmill.gateway.reply;

import org.jspecify.annotations.NullMarked;
