// SPDX-License-Identifier: Apache-2.0
/**
 * What an accelerator says about itself at one instant, whatever says it: NVML, a DCGM exporter,
 * nvidia-smi; another vendor's library or a board controller implements the same {@link
 * io.wattmill.agent.device.DeviceSource}. Beside devices, the host's own meters ({@link
 * io.wattmill.agent.device.HostSource}).
 *
 * <p>It must not know HTTP, drivers or formats. Start reading at {@link
 * io.wattmill.agent.device.DeviceReading}.
 */
@NullMarked
package io.wattmill.agent.device;

import org.jspecify.annotations.NullMarked;
