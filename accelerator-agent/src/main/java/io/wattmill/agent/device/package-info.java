// SPDX-License-Identifier: Apache-2.0
/**
 * What an accelerator says about itself at one instant, whatever says it: a DCGM exporter today;
 * NVML, nvidia-smi or another vendor's library implement the same {@link
 * io.wattmill.agent.device.DeviceSource}.
 *
 * <p>It must not know HTTP, drivers or formats. Start reading at {@link
 * io.wattmill.agent.device.DeviceReading}.
 */
@NullMarked
package io.wattmill.agent.device;

import org.jspecify.annotations.NullMarked;
