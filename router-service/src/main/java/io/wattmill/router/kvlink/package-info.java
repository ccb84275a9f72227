// SPDX-License-Identifier: Apache-2.0
/**
 * Subscribes to engines' KV events over ZeroMQ on a thread of its own, asks for replays, and hands
 * what changed over to the router's context.
 *
 * <p>It must not decide what an event or a gap means; that is {@code router.kvevents}. Start
 * reading at {@link io.wattmill.router.kvlink.KvLinks}.
 */
@NullMarked
package io.wattmill.router.kvlink;

import org.jspecify.annotations.NullMarked;
