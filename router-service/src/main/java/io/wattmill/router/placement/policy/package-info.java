// SPDX-License-Identifier: Apache-2.0
/**
 * The ways to choose among engines: this project's own modes, and the rules of other routers to
 * compare them with, each as its source states it.
 *
 * <p>It must not know how work is booked, nor what became of a decision beyond {@link
 * io.wattmill.router.placement.PlacementPolicy#learn}. Start reading at {@link
 * io.wattmill.router.placement.policy.ModePolicies}; what meets an SLO is in {@link
 * io.wattmill.router.placement.policy.Limits}.
 */
@NullMarked
package io.wattmill.router.placement.policy;

import org.jspecify.annotations.NullMarked;
