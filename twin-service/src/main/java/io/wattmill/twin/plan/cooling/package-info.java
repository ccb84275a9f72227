// SPDX-License-Identifier: Apache-2.0
/**
 * What takes the heat of the racks away: coolant units, air units, chillers, dry coolers and
 * towers, and which hands its heat to which. Knows no rack, no rule and no weather.
 *
 * <p>Start reading at {@link io.wattmill.twin.plan.cooling.Cooling}.
 */
@NullMarked
package io.wattmill.twin.plan.cooling;

import org.jspecify.annotations.NullMarked;
