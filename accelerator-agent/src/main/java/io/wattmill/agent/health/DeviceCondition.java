// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.health;

/**
 * The verdict on one device.
 *
 * @param deviceId UUID of the device, or its bus id when no reading names it
 * @param reason what happened and what helps, for a person; empty while healthy
 * @param host whether what helps concerns the whole host
 * @param sinceUs when it began, epoch microseconds
 */
public record DeviceCondition(
        String deviceId, Fitness fitness, String reason, boolean host, long sinceUs) {}
