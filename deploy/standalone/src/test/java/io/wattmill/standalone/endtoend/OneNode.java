// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.streams.ReadStream;
import io.wattmill.contract.common.v1.EnergyCoefficients;
import io.wattmill.contract.placement.v1.Observation;
import io.wattmill.contract.placement.v1.ObserveSummary;
import io.wattmill.contract.placement.v1.PlaceReply;
import io.wattmill.contract.placement.v1.PlaceRequest;
import io.wattmill.contract.placement.v1.Placed;
import io.wattmill.contract.placement.v1.Placement;

/** A fleet of one engine, which serves every model. */
record OneNode(String url) implements Placement {

    private static final EnergyCoefficients COEFFICIENTS =
            EnergyCoefficients.newBuilder()
                    .setPrefillUjPerToken(1_000)
                    .setDecodeUjPerToken(20_000)
                    .setKvReadPjPerToken(500_000)
                    .setMethod("engine-model")
                    .build();

    @Override
    public Future<PlaceReply> place(PlaceRequest request) {
        return Future.succeededFuture(
                PlaceReply.newBuilder()
                        .setPlaced(
                                Placed.newBuilder()
                                        .setNodeId("node-1")
                                        .setEngineId("node-1/e0")
                                        .setEngineKind("vllm")
                                        .setUrl(url)
                                        .setUpstreamModel(request.getModel())
                                        .setCoefficients(COEFFICIENTS))
                        .build());
    }

    @Override
    public Future<ObserveSummary> observe(ReadStream<Observation> observations) {
        Promise<ObserveSummary> summary = Promise.promise();
        observations.handler(_ -> {});
        observations.endHandler(_ -> summary.tryComplete(ObserveSummary.getDefaultInstance()));
        observations.exceptionHandler(summary::tryFail);
        return summary.future();
    }
}
