// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.publish;

import io.wattmill.contract.fleet.v1.FleetAddresses;
import io.wattmill.contract.fleet.v1.NodeEvent;
import io.wattmill.kit.bus.Bus;
import io.wattmill.router.fleet.Moment;
import io.wattmill.router.fleet.Transition;
import io.wattmill.router.placement.Dispatcher;

/** Puts the fleet view on the bus. Best effort: the next snapshot repairs what was lost. */
public final class FleetPublisher {
    private final Bus bus;
    private final String routerId;
    private final Sketches sketches = new Sketches();

    /**
     * @param routerId name of this router in its snapshots
     */
    public FleetPublisher(Bus bus, String routerId) {
        this.bus = bus;
        this.routerId = routerId;
    }

    /** The whole view, {@code fleet.snapshot.v1}. */
    public void snapshot(Dispatcher router, Moment now) {
        bus.publish(FleetAddresses.SNAPSHOT, sketches.snapshot(routerId, router, now));
    }

    /** Something that happened on a node, {@code fleet.event.v1}. */
    public void happened(String nodeId, NodeEvent event) {
        bus.publish(FleetAddresses.EVENT, FleetMessages.event(nodeId, event));
    }

    /** One transition, {@code fleet.event.v1}. */
    public void event(Transition transition) {
        bus.publish(FleetAddresses.EVENT, FleetMessages.event(transition));
    }
}
