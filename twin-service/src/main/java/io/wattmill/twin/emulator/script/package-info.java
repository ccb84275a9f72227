// SPDX-License-Identifier: Apache-2.0
/**
 * What an emulated engine decides to say: from a request, the fleet's seed and the model's bounds
 * to one script per choice. Pure.
 *
 * <p>Knows requests and texts; knows nothing of bytes, batches or sockets.
 *
 * <p>Start reading at {@link io.wattmill.twin.emulator.script.Scripts}.
 */
@NullMarked
package io.wattmill.twin.emulator.script;

import org.jspecify.annotations.NullMarked;
