// SPDX-License-Identifier: Apache-2.0
/**
 * The power and energy of emulated GPUs, in integers. Pure.
 *
 * <p>Knows no engine and no metric names: power goes in as it changes, energy comes out as its
 * exact integral.
 *
 * <p>Start reading at {@link io.wattmill.twin.emulator.power.EnergyMeter}.
 */
@NullMarked
package io.wattmill.twin.emulator.power;

import org.jspecify.annotations.NullMarked;
