// SPDX-License-Identifier: Apache-2.0
/**
 * What is not known exactly about a building, and how a computation is done at one end of it. The
 * physics is in {@code power} (what losses the chain has), {@code cooling} (what carries the heat
 * away) and {@code year} (both, hour by hour).
 *
 * <p>Knows no plan, no money and no tokens. Start reading at {@code year.FacilityYear}.
 */
@NullMarked
package io.wattmill.twin.facility;

import org.jspecify.annotations.NullMarked;
