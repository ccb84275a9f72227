// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent;

import io.vertx.core.Vertx;
import io.wattmill.agent.link.Dialer;
import io.wattmill.agent.link.GrpcDialer;
import io.wattmill.agent.link.LinkConfig;
import io.wattmill.contract.fleet.v1.NodeCommand;
import io.wattmill.contract.fleet.v1.NodeLink;
import io.wattmill.contract.fleet.v1.NodeMessage;
import io.wattmill.contract.meter.v1.MeterAck;
import io.wattmill.contract.meter.v1.MeterLink;
import io.wattmill.contract.meter.v1.MeterReport;

import java.net.URI;

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

    /** Both services are reached over gRPC, at {@code http://host:port} each. */
    public static Uplinks grpc(Vertx vertx, URI router, URI billing, LinkConfig config) {
        return new Uplinks(
                GrpcDialer.router(vertx, router, config),
                GrpcDialer.billing(vertx, billing, config));
    }
}
