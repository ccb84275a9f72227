// SPDX-License-Identifier: Apache-2.0
/**
 * The agent's two streams: how the node stands, to the router; what it used, to billing. Both ends
 * may restart at any time; the streams come back by themselves.
 *
 * <p>Everything here belongs to one event-loop context. It must not know how readings came about.
 * Start reading at {@link io.wattmill.agent.link.Reconnecting}, then {@link
 * io.wattmill.agent.link.RouterLink} and {@link io.wattmill.agent.link.BillingLink}; what must
 * arrive goes through a {@link io.wattmill.agent.link.SendWindow} in both.
 */
@NullMarked
package io.wattmill.agent.link;

import org.jspecify.annotations.NullMarked;
