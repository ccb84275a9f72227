// SPDX-License-Identifier: Apache-2.0
/**
 * The agent: one per GPU host. It reads devices and engines, turns samples into joules, tells the
 * router how the node stands and billing what it used.
 *
 * <p>It must not know placement, prices or other nodes. Start reading at {@link
 * io.wattmill.agent.AgentNode}, where the parts are put together on one event loop ({@link
 * io.wattmill.agent.AgentService} is its life cycle). What is decided is in {@code energy}, {@code
 * health}, {@code learning} and {@code report}, what is asked of the outside in {@code device},
 * {@code inference} and {@code link}; {@code sampling} and {@code watch} carry readings from the
 * one to the other, over the {@code node}'s board.
 */
@NullMarked
package io.wattmill.agent;

import org.jspecify.annotations.NullMarked;
