// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import io.wattmill.contract.placement.v1.Placement;
import io.wattmill.gateway.fleet.FleetBoard;
import io.wattmill.gateway.relay.Naming;
import io.wattmill.gateway.relay.NewestRequests;
import io.wattmill.gateway.relay.Observer;
import io.wattmill.gateway.relay.Relay;
import io.wattmill.gateway.relay.Resilience;
import io.wattmill.gateway.scoreboard.History;
import io.wattmill.kit.bootstrap.ServiceContext;

/** What requests are run with once they are in: the router, what it is told, who else hears. */
final class Relaying {

    private final ServiceContext context;
    private final GatewayConfig config;
    private final Placement placement;
    private final Closers closers;

    Relaying(ServiceContext context, GatewayConfig config, Placement placement, Closers closers) {
        this.context = context;
        this.config = config;
        this.placement = placement;
        this.closers = closers;
    }

    /** What all event loops share; the router is told of requests from now on. */
    Relay.Parts parts(
            LocalState local, Accounting accounting, Watching watching, FleetBoard board) {
        Observer observer = observer(local.journal().gatewayId());
        return new Relay.Parts(
                config.relay(),
                local.hosted(),
                placement,
                observer,
                local.journal(),
                accounting.rates(),
                watching.metrics(),
                Resilience.of(config.relay(), observer, context),
                new NewestRequests(config.relay().maxNewestKeys()),
                accounting.recorder(),
                config.terms(),
                naming(board),
                context.clock());
    }

    private Observer observer(String gatewayId) {
        Observer observer =
                new Observer(
                        context.vertx(),
                        placement,
                        gatewayId,
                        config.relay().maxObservations(),
                        context.metrics());
        closers.addNow("observations", observer::stop);
        observer.start();
        return observer;
    }

    private Naming naming(FleetBoard board) {
        Naming naming =
                Naming.of(
                        context.vertx(),
                        config.tokens(),
                        () -> board.snapshots().newest().map(History.Sample::value),
                        context.metrics());
        closers.add("prompt tokens", naming::close);
        return naming;
    }
}
