// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import java.time.Duration;

/**
 * Bounds of asking one GPU.
 *
 * @param answer how long anybody waits for an answer
 * @param patience a call that takes longer than this is left to itself, and another thread tries;
 *     after the next one twice as long, and so on
 * @param abandoned most threads that are left in calls, per GPU
 * @param cadence how often its parts are read, between two looks and with them
 */
record LaneLimits(Duration answer, Duration patience, int abandoned, LookCadence cadence) {}
