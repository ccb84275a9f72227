// SPDX-License-Identifier: Apache-2.0
/**
 * The bytes of the vLLM-compatible API: request bodies in, responses, stream events and errors out;
 * and those of the commands to emulated nodes. Pure.
 *
 * <p>Knows JSON and nothing of sockets, batches or time.
 *
 * <p>Start reading at {@link io.wattmill.twin.emulator.wire.ChatParser} (in) and {@link
 * io.wattmill.twin.emulator.wire.ChatReply} (out).
 */
@NullMarked
package io.wattmill.twin.emulator.wire;

import org.jspecify.annotations.NullMarked;
