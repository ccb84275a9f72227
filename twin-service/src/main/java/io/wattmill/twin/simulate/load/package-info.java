// SPDX-License-Identifier: Apache-2.0
/**
 * Makes what a plan says of its load into requests. Opens trace files that a plan names; must not
 * know who runs them. Start reading at {@link io.wattmill.twin.simulate.load.PlannedLoads}.
 */
@NullMarked
package io.wattmill.twin.simulate.load;

import org.jspecify.annotations.NullMarked;
