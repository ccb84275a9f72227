// SPDX-License-Identifier: Apache-2.0
/**
 * The emulated engine: the router's continuous batch and step model, laid on a time line that its
 * caller moves. Pure: instants come in as arguments.
 *
 * <p>Knows batches, power and counters; knows no text, no HTTP and no timer.
 *
 * <p>Start reading at {@link io.wattmill.twin.emulator.engine.EmulatedEngine}.
 */
@NullMarked
package io.wattmill.twin.emulator.engine;

import org.jspecify.annotations.NullMarked;
