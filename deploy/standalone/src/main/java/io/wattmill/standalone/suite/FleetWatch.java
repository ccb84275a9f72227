// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.suite;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.wattmill.contract.fleet.v1.FleetAddresses;
import io.wattmill.contract.fleet.v1.FleetSnapshot;
import io.wattmill.contract.fleet.v1.NodeState;
import io.wattmill.kit.bus.Bus;

/** Waits for the router's picture of the fleet. */
final class FleetWatch {
    private FleetWatch() {}

    /** Completes with the first snapshot in which this many nodes serve. */
    static Future<FleetSnapshot> serving(Bus bus, int nodes) {
        Promise<FleetSnapshot> seen = Promise.promise();
        var subscription =
                bus.subscribe(
                        FleetAddresses.SNAPSHOT,
                        FleetSnapshot.parser(),
                        snapshot -> {
                            if (serving(snapshot) >= nodes) {
                                seen.tryComplete(snapshot);
                            }
                        });
        return seen.future().eventually(subscription::unregister);
    }

    private static long serving(FleetSnapshot snapshot) {
        return snapshot.getNodesList().stream()
                .filter(node -> node.getState() == NodeState.NODE_STATE_SERVING)
                .count();
    }
}
