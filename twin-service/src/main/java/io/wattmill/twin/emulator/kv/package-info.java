// SPDX-License-Identifier: Apache-2.0
/**
 * What an emulated engine tells of its prefix cache, and how vLLM and SGLang write that:
 * MessagePack batches of events, in either of two encodings. Pure.
 *
 * <p>It must not know sockets or the engine. Start reading at {@link
 * io.wattmill.twin.emulator.kv.CacheEvent}.
 */
@NullMarked
package io.wattmill.twin.emulator.kv;

import org.jspecify.annotations.NullMarked;
