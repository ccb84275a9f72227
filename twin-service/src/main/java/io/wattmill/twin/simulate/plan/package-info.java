// SPDX-License-Identifier: Apache-2.0
/**
 * The fleet that a facility plan describes: its engines, prices and objectives, ready to simulate.
 * Must not know plan files or rules.
 *
 * <p>Start reading at {@link io.wattmill.twin.simulate.plan.PlannedFleet}; {@code simulate.site}
 * runs what it makes.
 */
@NullMarked
package io.wattmill.twin.simulate.plan;

import org.jspecify.annotations.NullMarked;
