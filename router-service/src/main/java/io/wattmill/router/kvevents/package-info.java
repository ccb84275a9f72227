// SPDX-License-Identifier: Apache-2.0
/**
 * What engines tell of their KV caches: decodes their events, follows their sequence over gaps and
 * restarts, and names their blocks as gateways do, so that a prompt's blocks can be found again.
 *
 * <p>It must not know sockets, threads or clocks; {@code router.kvlink} brings the bytes and takes
 * the {@link io.wattmill.router.kvevents.BlockChanges}. Whatever the bytes are, nothing is thrown
 * and nothing grows beyond {@link io.wattmill.router.kvevents.EventLimits}. Start reading at {@link
 * io.wattmill.router.kvevents.KvStream}.
 */
@NullMarked
package io.wattmill.router.kvevents;

import org.jspecify.annotations.NullMarked;
