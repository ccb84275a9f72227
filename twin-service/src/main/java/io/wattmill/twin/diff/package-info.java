// SPDX-License-Identifier: Apache-2.0
/**
 * What makes two plans' answers differ: each part of the plan gets its share of each difference,
 * and the shares sum to it exactly. Pure.
 *
 * <p>Knows how to exchange parts of a plan and asks for answers through a port; knows no rule, no
 * engine and no simulation.
 *
 * <p>Start reading at {@link io.wattmill.twin.diff.PlanDiff}.
 */
@NullMarked
package io.wattmill.twin.diff;

import org.jspecify.annotations.NullMarked;
