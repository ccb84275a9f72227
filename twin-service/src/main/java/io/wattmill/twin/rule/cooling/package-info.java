// SPDX-License-Identifier: Apache-2.0
/**
 * Rules about cooling: liquid and air at the racks, the way outdoors at the hottest hour, what
 * stands by, and water. Knows the weather of the plan, and of power only what feeds pumps and fans.
 *
 * <p>Start reading at {@link io.wattmill.twin.rule.cooling.Heat}.
 */
@NullMarked
package io.wattmill.twin.rule.cooling;

import org.jspecify.annotations.NullMarked;
