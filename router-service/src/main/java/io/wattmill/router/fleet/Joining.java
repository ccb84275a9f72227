// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

/** What became of a node that said hello. */
public sealed interface Joining {
    /** It is in the fleet. */
    record Joined(Node node) implements Joining {}

    /** The fleet holds as many nodes as it may. */
    record Full(int nodes) implements Joining {}
}
