// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.link;

import io.wattmill.contract.fleet.v1.NodeEvent;

/** Hears of what agents say happened on their nodes, each event once. */
@FunctionalInterface
public interface NodeEvents {

    /** Something happened on a node. On the owner's context. */
    void happened(String nodeId, NodeEvent event);
}
