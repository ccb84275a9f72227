// SPDX-License-Identifier: Apache-2.0
/**
 * Where a request goes, and the work in flight that this creates.
 *
 * <p>It must not know the wire, threads or clocks, so that the simulator places with the very code
 * that places in production. Start reading at {@link io.wattmill.router.placement.Dispatcher}, then
 * {@link io.wattmill.router.placement.Chooser}, the decision itself; a new way to choose is a
 * {@link io.wattmill.router.placement.PlacementPolicy}, a new reason not to is in {@link
 * io.wattmill.router.placement.Constraints}.
 */
@NullMarked
package io.wattmill.router.placement;

import org.jspecify.annotations.NullMarked;
