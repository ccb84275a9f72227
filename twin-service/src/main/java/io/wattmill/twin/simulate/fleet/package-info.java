// SPDX-License-Identifier: Apache-2.0
/**
 * What a simulated fleet consists of. Must not know how requests are placed. Start reading at
 * {@link io.wattmill.twin.simulate.fleet.SimulatedFleet}.
 */
@NullMarked
package io.wattmill.twin.simulate.fleet;

import org.jspecify.annotations.NullMarked;
