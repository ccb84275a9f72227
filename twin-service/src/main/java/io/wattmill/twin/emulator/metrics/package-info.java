// SPDX-License-Identifier: Apache-2.0
/**
 * The counters of an emulated engine and its GPUs, and the text that shows them in vLLM's and
 * DCGM's names. Pure.
 *
 * <p>Knows no batch and no socket: counts come in as they happen, text goes out on demand.
 *
 * <p>Start reading at {@link io.wattmill.twin.emulator.metrics.VllmExposition} and {@link
 * io.wattmill.twin.emulator.metrics.DcgmExposition}.
 */
@NullMarked
package io.wattmill.twin.emulator.metrics;

import org.jspecify.annotations.NullMarked;
