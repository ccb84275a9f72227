// SPDX-License-Identifier: Apache-2.0
/**
 * Runs carried out by the simulation: a plan's text and a question in, the run's table out. Pure.
 *
 * <p>Start reading at {@link io.wattmill.twin.runs.simulated.SimulationWork}.
 */
@NullMarked
package io.wattmill.twin.runs.simulated;

import org.jspecify.annotations.NullMarked;
