// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import io.wattmill.contract.fleet.v1.FleetAddresses;
import io.wattmill.contract.fleet.v1.FleetSnapshot;
import io.wattmill.contract.fleet.v1.NodeState;
import io.wattmill.contract.fleet.v1.NodeView;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.config.Configuration;
import io.wattmill.router.RouterConfig;

/** A router in a process of its own, and one who reads its snapshots, as a gateway does. */
final class MeasuredFleet {
    /** Asks for what was seen since the last time. */
    static final String LOOK = "look";

    private final ServiceContext context;
    private long oldestUs;
    private int fewestUp = Integer.MAX_VALUE;
    private int snapshots;

    private MeasuredFleet(ServiceContext context) {
        this.context = context;
    }

    /**
     * Arguments: event loops (0: as a router has them). Tells its gRPC port, then what is asked.
     */
    public static void main(String[] words) throws Exception {
        var parent = new Parent();
        var context = ServiceContext.of(MeasuredGateway.vertx(Integer.parseInt(words[0])));
        var fleet = new MeasuredFleet(context);
        var links =
                MeasuredRouter.serve(context, Configuration.defaults(RouterConfig.class)).links();
        context.bus().subscribe(FleetAddresses.SNAPSHOT, FleetSnapshot.parser(), fleet::see);
        parent.tell(links.port());
        parent.outlive(fleet::answer);
    }

    private synchronized void see(FleetSnapshot snapshot) {
        int up = 0;
        for (NodeView node : snapshot.getNodesList()) {
            oldestUs = Math.max(oldestUs, snapshot.getTakenAtUs() - node.getLastReportAtUs());
            up += node.getState() == NodeState.NODE_STATE_SERVING ? 1 : 0;
        }
        fewestUp = Math.min(fewestUp, up);
        snapshots++;
    }

    /** Reports taken and bytes allocated since the start; the rest since the last look. */
    private synchronized Object[] answer(String asked) {
        if (!asked.equals(LOOK)) {
            return Footprint.answer(asked);
        }
        var said =
                new Object[] {
                    reports(), Footprint.allocated(), oldestUs, snapshots == 0 ? 0 : fewestUp
                };
        oldestUs = 0;
        fewestUp = Integer.MAX_VALUE;
        snapshots = 0;
        return said;
    }

    private long reports() {
        return (long) context.metrics().get("wattmill_router_reports").counter().count();
    }
}
