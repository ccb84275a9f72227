// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import io.wattmill.agent.sampling.Pace;

/**
 * When the parts of a device are read.
 *
 * @param slowNanos between two readings of what changes slowly
 * @param rareNanos between two readings of how the device is divided
 * @param anewNanos after which what was refused for good is asked for again
 * @param glances at its meter between two looks
 * @param pace of those glances
 */
record LookCadence(long slowNanos, long rareNanos, long anewNanos, int glances, Pace pace) {}
