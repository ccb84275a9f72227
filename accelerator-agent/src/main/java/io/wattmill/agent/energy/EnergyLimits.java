// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.energy;

/**
 * Bounds of the arithmetic.
 *
 * @param windowNanos how far back counter and integral are compared
 * @param judgeNanos the shortest span that is judged; below it the jitter of two reads would read
 *     as disagreement
 * @param gapNanos the longest distance of two samples across which power is integrated
 */
public record EnergyLimits(long windowNanos, long judgeNanos, long gapNanos) {}
