// SPDX-License-Identifier: Apache-2.0
/**
 * The power chain of a plan: sources, what stands between them and the racks, and which feeds
 * which. Knows no rack, no rule and no hour.
 *
 * <p>Start reading at {@link io.wattmill.twin.plan.power.PowerUnit}, then {@link
 * io.wattmill.twin.plan.power.PowerTree}; {@link io.wattmill.twin.plan.power.SupplyPaths} tells
 * what still has power while units are out.
 */
@NullMarked
package io.wattmill.twin.plan.power;

import org.jspecify.annotations.NullMarked;
