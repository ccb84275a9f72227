// SPDX-License-Identifier: Apache-2.0
/**
 * A building over a year: racks' power through the chain, their heat through the cooling, hour by
 * hour under the weather, with what is lost, what is missed and what binds.
 *
 * <p>Knows no plan file, no money and no tokens. Start reading at {@link
 * io.wattmill.twin.facility.year.FacilityYear}; {@link io.wattmill.twin.facility.year.YearFigures}
 * is the same year with intervals.
 */
@NullMarked
package io.wattmill.twin.facility.year;

import org.jspecify.annotations.NullMarked;
