// SPDX-License-Identifier: Apache-2.0
/**
 * The power chain: units that feed units that feed loads, each with losses, redundant ones sharing
 * what they carry.
 *
 * <p>{@code rule.power.PowerFlow} asks a plan's chain what each loss of a unit comes to. Here a
 * unit may be several of which some are out, losses are taken at either end of what is known of
 * them, and what does not change from hour to hour is carried once: neither answers for the other.
 *
 * <p>Knows no weather and no cooling: a pump is a load like a rack. Start reading at {@link
 * io.wattmill.twin.facility.power.PowerNetwork}.
 */
@NullMarked
package io.wattmill.twin.facility.power;

import org.jspecify.annotations.NullMarked;
