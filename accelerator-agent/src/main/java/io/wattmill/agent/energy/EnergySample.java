// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.energy;

import java.util.OptionalLong;

/**
 * What a device said at one instant.
 *
 * @param atNanos monotonic instant
 * @param counterUj its energy counter, microjoules, when it has one
 * @param powerMw its power, milliwatts, when it says it
 */
public record EnergySample(long atNanos, OptionalLong counterUj, OptionalLong powerMw) {}
