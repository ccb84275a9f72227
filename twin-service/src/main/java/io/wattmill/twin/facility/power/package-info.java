// SPDX-License-Identifier: Apache-2.0
/**
 * The power chain: units that feed units that feed loads, each with losses, redundant ones sharing
 * what they carry.
 *
 * <p>Knows no weather and no cooling: a pump is a load like a rack. Start reading at {@link
 * io.wattmill.twin.facility.power.PowerNetwork}.
 */
@NullMarked
package io.wattmill.twin.facility.power;

import org.jspecify.annotations.NullMarked;
