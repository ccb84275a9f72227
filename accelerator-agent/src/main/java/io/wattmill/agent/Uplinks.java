// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent;

import io.vertx.core.net.SocketAddress;
import io.wattmill.agent.link.Dialer;
import io.wattmill.agent.link.GrpcDialer;
import io.wattmill.agent.link.LinkConfig;
import io.wattmill.contract.fleet.v1.NodeCommand;
import io.wattmill.contract.fleet.v1.NodeLink;
import io.wattmill.contract.fleet.v1.NodeMessage;
import io.wattmill.contract.meter.v1.MeterAck;
import io.wattmill.contract.meter.v1.MeterLink;
import io.wattmill.contract.meter.v1.MeterReport;
import io.wattmill.kit.bootstrap.ServiceContext;
import io.wattmill.kit.tls.Destination;

/**
 * How the agent reaches the two services that it reports to.
 *
 * @param router opens streams to the router
 * @param billing opens streams to billing
 */
public record Uplinks(
        Dialer<NodeMessage, NodeCommand> router, Dialer<MeterReport, MeterAck> billing) {

    /** Both services live in this JVM. */
    public static Uplinks local(NodeLink router, MeterLink billing) {
        return new Uplinks(Dialer.local(router::connect), Dialer.local(billing::report));
    }

    /**
     * Both services are reached over gRPC, under the certificates of {@code services}.
     *
     * @throws io.wattmill.kit.config.ConfigException when one is beyond loopback and there is no
     *     TLS: the join secret would be readable on the way
     */
    public static Uplinks grpc(
            ServiceContext services,
            SocketAddress router,
            SocketAddress billing,
            LinkConfig config) {
        Destination.check("peers.router", router.host(), services.tls());
        Destination.check("peers.billing", billing.host(), services.tls());
        return new Uplinks(
                GrpcDialer.router(services, router, config),
                GrpcDialer.billing(services, billing, config));
    }
}
