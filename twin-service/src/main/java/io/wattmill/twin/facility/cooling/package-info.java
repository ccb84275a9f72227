// SPDX-License-Identifier: Apache-2.0
/**
 * What carries heat away: units that cool racks' water and the room's air, the water loops behind
 * them, chillers where the weather does not do, and what gives the heat to the air outside. All in
 * steady state, hour by hour.
 *
 * <p>Knows no power chain and no racks: heat comes in as watts per unit. Start reading at {@link
 * io.wattmill.twin.facility.cooling.CoolingPlant}.
 */
@NullMarked
package io.wattmill.twin.facility.cooling;

import org.jspecify.annotations.NullMarked;
