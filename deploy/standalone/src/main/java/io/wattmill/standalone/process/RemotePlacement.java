// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.process;

import io.vertx.core.Future;
import io.vertx.core.streams.ReadStream;
import io.wattmill.contract.placement.v1.Observation;
import io.wattmill.contract.placement.v1.ObserveSummary;
import io.wattmill.contract.placement.v1.PlaceReply;
import io.wattmill.contract.placement.v1.PlaceRequest;
import io.wattmill.contract.placement.v1.Placement;
import io.wattmill.contract.placement.v1.PlacementGrpcClient;
import io.wattmill.kit.grpc.RpcPeer;

import java.time.Duration;

/**
 * The router in another process. Without it every call fails at once, or by its deadline.
 *
 * @param router its gRPC port
 * @param placeDeadline longest wait for a placement
 */
record RemotePlacement(RpcPeer router, Duration placeDeadline) implements Placement {

    @Override
    public Future<PlaceReply> place(PlaceRequest request) {
        return router.call(PlacementGrpcClient.Place, request, placeDeadline);
    }

    @Override
    public Future<ObserveSummary> observe(ReadStream<Observation> observations) {
        return router.send(PlacementGrpcClient.Observe, observations);
    }
}
