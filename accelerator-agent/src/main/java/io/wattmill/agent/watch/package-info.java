// SPDX-License-Identifier: Apache-2.0
/**
 * Where faults are heard of and what follows is carried out: sources of alarms on threads of their
 * own, the node's {@code health.HealthBook} on the event loop, the verdict on the board, what
 * happened to the router.
 *
 * <p>It must not decide what a fault means. Start reading at {@link
 * io.wattmill.agent.watch.HealthWatch}.
 */
@NullMarked
package io.wattmill.agent.watch;

import org.jspecify.annotations.NullMarked;
