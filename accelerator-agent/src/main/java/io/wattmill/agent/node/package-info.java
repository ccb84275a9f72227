// SPDX-License-Identifier: Apache-2.0
/**
 * The node as it is now: the one thing that changes in an agent, written by those who look and by
 * the router's orders, read by those who report.
 *
 * <p>It belongs to one event-loop context. It must not know who writes or reads. Start reading at
 * {@link io.wattmill.agent.node.NodeBoard}.
 */
@NullMarked
package io.wattmill.agent.node;

import org.jspecify.annotations.NullMarked;
