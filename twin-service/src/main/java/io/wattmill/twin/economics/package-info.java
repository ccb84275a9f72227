// SPDX-License-Identifier: Apache-2.0
/**
 * What a plan costs: what was invested by the year, energy by its tariff, upkeep, people and
 * spares; per hour and per GPU-hour; against rent.
 *
 * <p>Money that is added up is BigDecimal in one currency. Knows no plan file and no physics: power
 * comes in by the hour. Start reading at {@link io.wattmill.twin.economics.CostYear}.
 */
@NullMarked
package io.wattmill.twin.economics;

import org.jspecify.annotations.NullMarked;
