// SPDX-License-Identifier: Apache-2.0
/**
 * What all bytes of emulated nodes have in common: strict JSON in and out, errors in vLLM's shape,
 * what an engine says of itself, and the commands to nodes. Pure.
 *
 * <p>Knows JSON and nothing of sockets, batches or time; requests are read in {@code emulator.ask},
 * answers written in {@code emulator.reply}.
 *
 * <p>Start reading at {@link io.wattmill.twin.emulator.wire.Fields} and {@link
 * io.wattmill.twin.emulator.wire.ApiError}.
 */
@NullMarked
package io.wattmill.twin.emulator.wire;

import org.jspecify.annotations.NullMarked;
