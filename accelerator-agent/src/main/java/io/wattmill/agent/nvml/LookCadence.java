// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

/**
 * When the slower parts of a look are due.
 *
 * @param slowNanos between two readings of what changes slowly
 * @param rareNanos between two readings of how the device is divided
 * @param anewNanos after which what was refused for good is asked for again
 */
record LookCadence(long slowNanos, long rareNanos, long anewNanos) {}
