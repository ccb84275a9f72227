// SPDX-License-Identifier: Apache-2.0
/**
 * What clients ask of an emulated engine: chats, completions, embeddings and counts, read from
 * their bodies in one pass. Unknown fields are passed over, as vLLM does. Pure.
 *
 * <p>Keeps of a prompt how long it is and what it hashes to, not its text. Knows nothing of answers
 * or sockets.
 *
 * <p>Start reading at {@link io.wattmill.twin.emulator.ask.ChatParser}.
 */
@NullMarked
package io.wattmill.twin.emulator.ask;

import org.jspecify.annotations.NullMarked;
