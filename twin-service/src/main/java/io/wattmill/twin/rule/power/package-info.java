// SPDX-License-Identifier: Apache-2.0
/**
 * Rules about power, from the utility feed to the racks: what each unit carries now, after a loss
 * and in maintenance. Knows no cooling but what it draws.
 *
 * <p>Start reading at {@link io.wattmill.twin.rule.power.Contingencies}: loads on the tree, once
 * per plan.
 */
@NullMarked
package io.wattmill.twin.rule.power;

import org.jspecify.annotations.NullMarked;
