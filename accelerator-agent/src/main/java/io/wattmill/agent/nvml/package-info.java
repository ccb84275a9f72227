// SPDX-License-Identifier: Apache-2.0
/**
 * Devices as NVIDIA's driver library tells about them, called through java.lang.foreign: symbols,
 * layouts, return codes and their oddities. It only reads: no symbol that sets, locks or resets
 * anything is ever looked up.
 *
 * <p>Any call may block for ever when a device dies. So each device has a thread of its own on
 * which it is read ({@link io.wattmill.agent.nvml.GpuLane}), opening the library and waiting for
 * its events have one each, and nobody else waits for them longer than a bound. A <i>look</i> reads
 * all of a device, a <i>glance</i> its meter alone, between two looks. It must not know what the
 * readings are for. Start reading at {@link io.wattmill.agent.nvml.NvmlSource}; the words of the
 * library are in {@link io.wattmill.agent.nvml.NvmlFunction} and {@link
 * io.wattmill.agent.nvml.NvmlField}.
 */
@NullMarked
package io.wattmill.agent.nvml;

import org.jspecify.annotations.NullMarked;
