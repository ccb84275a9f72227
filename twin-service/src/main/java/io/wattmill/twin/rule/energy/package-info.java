// SPDX-License-Identifier: Apache-2.0
/**
 * Rules about energy, weather and money: given at all, of a size that occurs, and in line with each
 * other. Knows no load by the hour.
 *
 * <p>Start reading at {@link io.wattmill.twin.rule.energy.EnergyRules}.
 */
@NullMarked
package io.wattmill.twin.rule.energy;

import org.jspecify.annotations.NullMarked;
