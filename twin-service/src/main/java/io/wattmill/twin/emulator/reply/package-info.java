// SPDX-License-Identifier: Apache-2.0
/**
 * Answers on their way out: what bytes to send for each token that an engine makes, whole or as
 * server-sent events, in the shapes of vLLM's chats, completions and embeddings. Pure.
 *
 * <p>Knows scripts and JSON; knows nothing of requests, batches, sockets or time.
 *
 * <p>Start reading at {@link io.wattmill.twin.emulator.reply.AnswerBody}.
 */
@NullMarked
package io.wattmill.twin.emulator.reply;

import org.jspecify.annotations.NullMarked;
