// SPDX-License-Identifier: Apache-2.0
/**
 * Agents' connections: parses what they say, keeps one connection per node, sends commands, and
 * cuts who is silent.
 *
 * <p>It must not decide what a node is good for; that is {@code router.fleet}. Start reading at
 * {@link io.wattmill.router.link.AgentLinks}.
 */
@NullMarked
package io.wattmill.router.link;

import org.jspecify.annotations.NullMarked;
