// SPDX-License-Identifier: Apache-2.0
/**
 * OpenAI's Responses API for engines that speak only chat: the request, and what came before it,
 * becomes a chat completion; its answer or chunks become a response or the events of one.
 *
 * <p>Knows nothing of where responses are kept: what came before is handed in, and what is to be
 * kept goes to a {@link io.wattmill.gateway.dialect.responses.ResponseKeeper}. Start with {@link
 * io.wattmill.gateway.dialect.responses.ResponsesApi}; the way in is {@link
 * io.wattmill.gateway.dialect.responses.ChatTranslation}, the way out {@link
 * io.wattmill.gateway.dialect.responses.ResponsesRendering}.
 */
@NullMarked
package io.wattmill.gateway.dialect.responses;

import org.jspecify.annotations.NullMarked;
