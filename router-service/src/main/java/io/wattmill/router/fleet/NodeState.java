// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

/** What a node is good for. */
public enum NodeState {
    /** Said hello, has not reported yet. */
    JOINING,
    /** Takes work. */
    SERVING,
    /** Takes work on what is left of it. */
    DEGRADED,
    /** Finishes its work and takes no more. */
    DRAINING,
    /** Gone, silent or unfit. */
    DOWN
}
