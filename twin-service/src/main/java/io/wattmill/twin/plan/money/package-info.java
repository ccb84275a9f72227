// SPDX-License-Identifier: Apache-2.0
/**
 * What energy, things and people cost. Knows no building.
 *
 * <p>Start reading at {@link io.wattmill.twin.plan.money.EnergySupply}.
 */
@NullMarked
package io.wattmill.twin.plan.money;

import org.jspecify.annotations.NullMarked;
