// SPDX-License-Identifier: Apache-2.0
/**
 * The fleet that a facility plan describes: its engines, prices and objectives, ready to simulate.
 * Must not know plan files or rules.
 *
 * <p>Start reading at {@link io.wattmill.twin.simulate.plan.PlannedFleet}. {@code wattmill plan
 * run} goes through {@code simulate.site}; {@link io.wattmill.twin.simulate.plan.PlanRun} runs one
 * trace on one deployment, to which tests hold the emulated fleet.
 */
@NullMarked
package io.wattmill.twin.simulate.plan;

import org.jspecify.annotations.NullMarked;
