// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

/** A node went from one state to another. */
public record Transition(String nodeId, NodeState from, Condition to) {}
