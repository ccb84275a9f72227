// SPDX-License-Identifier: Apache-2.0
/**
 * From samples to joules: the device's counter where it has one, the integral of its power where it
 * has none, and, when there are both, how far they agree.
 *
 * <p>It must not know where samples come from or what time it is. Start reading at {@link
 * io.wattmill.agent.energy.EnergyMeter}.
 */
@NullMarked
package io.wattmill.agent.energy;

import org.jspecify.annotations.NullMarked;
