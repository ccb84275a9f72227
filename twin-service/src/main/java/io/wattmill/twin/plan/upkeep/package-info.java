// SPDX-License-Identifier: Apache-2.0
/**
 * How often things fail, how long they are away, and what lies ready. Knows no building.
 *
 * <p>Start reading at {@link io.wattmill.twin.plan.upkeep.Upkeep}.
 */
@NullMarked
package io.wattmill.twin.plan.upkeep;

import org.jspecify.annotations.NullMarked;
