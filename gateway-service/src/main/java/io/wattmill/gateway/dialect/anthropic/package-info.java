// SPDX-License-Identifier: Apache-2.0
/**
 * Anthropic's Messages API for engines that speak only OpenAI's: the request becomes a chat
 * completion, and its answer or chunks become a message or the events of one.
 *
 * <p>Knows nothing of sockets, keys or prices. Start with {@link
 * io.wattmill.gateway.dialect.anthropic.MessagesDialect}; the way in is {@link
 * io.wattmill.gateway.dialect.anthropic.RequestTranslation}, the way out {@link
 * io.wattmill.gateway.dialect.anthropic.MessagesRendering}.
 */
@NullMarked
package io.wattmill.gateway.dialect.anthropic;

import org.jspecify.annotations.NullMarked;
