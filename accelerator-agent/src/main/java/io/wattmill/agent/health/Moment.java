// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.health;

/**
 * When something is noticed, as two clocks tell it: a wall clock that jumps changes no verdict.
 *
 * @param nanos monotonic, for durations
 * @param epochUs microseconds of the epoch, for people
 */
public record Moment(long nanos, long epochUs) {}
