// SPDX-License-Identifier: Apache-2.0
/**
 * How an engine's joules follow from its work: a recursive, non-negative least squares fit of the
 * energy of short windows, held to what was believed before by a ridge.
 *
 * <p>It must not know where windows come from, nor who believes what, nor what time it is. Start
 * reading at {@link io.wattmill.agent.regression.EnergyRegression}.
 */
@NullMarked
package io.wattmill.agent.regression;

import org.jspecify.annotations.NullMarked;
