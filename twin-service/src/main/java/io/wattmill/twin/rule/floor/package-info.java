// SPDX-License-Identifier: Apache-2.0
/**
 * Rules about the floor and the room on it. Knows no power and no cooling.
 *
 * <p>Start reading at {@link io.wattmill.twin.rule.floor.FloorRules}.
 */
@NullMarked
package io.wattmill.twin.rule.floor;

import org.jspecify.annotations.NullMarked;
