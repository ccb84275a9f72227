// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.device;

import java.util.OptionalLong;

/**
 * A device's meter between two looks: read more often than anybody asks, for energy that is
 * integrated needs many readings.
 *
 * @param atNanos monotonic instant
 * @param energyUj microjoules by the device's counter, empty when it told none
 * @param powerMw milliwatts, empty when it told none
 */
public record Glance(long atNanos, OptionalLong energyUj, OptionalLong powerMw) {}
