// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.far;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.streams.ReadStream;
import io.wattmill.contract.common.v1.EnergyCoefficients;
import io.wattmill.contract.common.v1.ProviderPrice;
import io.wattmill.contract.placement.v1.Candidate;
import io.wattmill.contract.placement.v1.DecisionRecord;
import io.wattmill.contract.placement.v1.Observation;
import io.wattmill.contract.placement.v1.ObserveSummary;
import io.wattmill.contract.placement.v1.PlaceReply;
import io.wattmill.contract.placement.v1.PlaceRequest;
import io.wattmill.contract.placement.v1.Placed;
import io.wattmill.contract.placement.v1.Placement;
import io.wattmill.contract.placement.v1.Prediction;
import io.wattmill.contract.placement.v1.PrefillLeg;
import io.wattmill.contract.placement.v1.Unplaced;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A router with a fixed fleet: the first node that serves the model and is not excluded. */
public final class SmallRouter implements Placement {

    public static final EnergyCoefficients COEFFICIENTS =
            EnergyCoefficients.newBuilder()
                    .setPrefillUjPerToken(1_000)
                    .setDecodeUjPerToken(20_000)
                    .setKvReadPjPerToken(500_000)
                    .setBasePowerMw(100_000)
                    .setMethod("engine-model")
                    .build();

    /** Where an engine is that is answered with no reply at all, which no router may do. */
    public static final String NOTHING = "nothing";

    private static final String HOSTED = "hosted";

    private final Map<String, Map<String, String>> urlsByModel = new LinkedHashMap<>();
    private final Queue<PlaceRequest> asked = new ConcurrentLinkedQueue<>();
    private final Queue<Observation> observed = new ConcurrentLinkedQueue<>();
    private volatile Optional<PrefillLeg> prompts = Optional.empty();
    private volatile String kind = "vllm";
    private volatile String upstream = "";
    private volatile String zone = "";

    /** Puts an engine into the fleet. */
    public SmallRouter serve(String model, String node, String url) {
        urlsByModel.computeIfAbsent(model, _ -> new LinkedHashMap<>()).put(node, url);
        return this;
    }

    /** Puts a hosted API into the fleet, which knows the model as {@code their-model}. */
    public SmallRouter serveHosted(String model, String node) {
        return serve(model, node, HOSTED);
    }

    /** Has this engine compute the prompts of requests that a pair may serve. */
    public SmallRouter computePrompts(String node, String url) {
        prompts =
                Optional.of(
                        PrefillLeg.newBuilder()
                                .setNodeId(node)
                                .setEngineId(node + "/e0")
                                .setEngineKind("vllm")
                                .setUrl(url)
                                .build());
        return this;
    }

    /** Forgets what it was asked and told. */
    public void forget() {
        asked.clear();
        observed.clear();
    }

    public void clear() {
        urlsByModel.clear();
        forget();
        prompts = Optional.empty();
        kind = "vllm";
        upstream = "";
        zone = "";
    }

    /** The zone of every node from now on. */
    public void zone(String name) {
        zone = name;
    }

    /** Kind of every engine from now on. */
    public void kind(String name) {
        kind = name;
    }

    /** The name that engines know the model by from now on. */
    public void upstream(String name) {
        upstream = name;
    }

    public List<PlaceRequest> asked() {
        return List.copyOf(asked);
    }

    public List<Observation> observed() {
        return List.copyOf(observed);
    }

    @Override
    public Future<PlaceReply> place(PlaceRequest request) {
        asked.add(request);
        Map<String, String> urls = urlsByModel.get(request.getModel());
        if (urls == null) {
            return unplaced(Unplaced.Reason.REASON_UNKNOWN_MODEL, "nobody serves it");
        }
        if (!request.getRequiredLabelsOrDefault("zone", zone).equals(zone)) {
            return unplaced(Unplaced.Reason.REASON_CONSTRAINT, "no node there serves it");
        }
        return urls.entrySet().stream()
                .filter(entry -> !request.getExcludedNodeIdsList().contains(entry.getKey()))
                .findFirst()
                .map(entry -> placed(entry.getKey(), entry.getValue(), request))
                .orElseGet(
                        () ->
                                unplaced(
                                        Unplaced.Reason.REASON_NO_NODE,
                                        "every node has failed this request"));
    }

    private Future<PlaceReply> placed(String node, String url, PlaceRequest request) {
        return switch (url) {
            case HOSTED -> hosted(node);
            case NOTHING -> Future.succeededFuture();
            default -> own(node, url, request);
        };
    }

    private static Future<PlaceReply> hosted(String node) {
        return Future.succeededFuture(
                PlaceReply.newBuilder()
                        .setPlaced(
                                Placed.newBuilder()
                                        .setNodeId(node)
                                        .setEngineId("api")
                                        .setEngineKind(HOSTED)
                                        .setUpstreamModel("their-model")
                                        .setCoefficients(
                                                EnergyCoefficients.newBuilder()
                                                        .setMethod("unmetered"))
                                        .setProviderPrice(
                                                ProviderPrice.newBuilder()
                                                        .setInputPerMtok("0.15")
                                                        .setCacheReadPerMtok("0.075")
                                                        .setOutputPerMtok("0.60")))
                        .build());
    }

    private Future<PlaceReply> own(String node, String url, PlaceRequest request) {
        Placed.Builder placed = alone(node, url, request);
        prompts.filter(_ -> request.getTakesPairs())
                .filter(leg -> !request.getExcludedNodeIdsList().contains(leg.getNodeId()))
                .ifPresent(placed::setPrefill);
        return Future.succeededFuture(PlaceReply.newBuilder().setPlaced(placed).build());
    }

    private Placed.Builder alone(String node, String url, PlaceRequest request) {
        return Placed.newBuilder()
                .setNodeId(node)
                .setEngineId(node + "/e0")
                .setEngineKind(kind)
                .setUrl(url)
                .setUpstreamModel(upstream.isEmpty() ? request.getModel() : upstream)
                .setPrediction(Prediction.newBuilder().setTtftUs(40_000))
                .setCoefficients(COEFFICIENTS)
                .setDecision(
                        DecisionRecord.newBuilder()
                                .setMode("first")
                                .addCandidates(
                                        Candidate.newBuilder().setNodeId(node).setChosen(true)));
    }

    private static Future<PlaceReply> unplaced(Unplaced.Reason reason, String message) {
        return Future.succeededFuture(
                PlaceReply.newBuilder()
                        .setUnplaced(
                                Unplaced.newBuilder()
                                        .setReason(reason)
                                        .setMessage(message)
                                        .setRetryAfterMs(1_500))
                        .build());
    }

    @Override
    public Future<ObserveSummary> observe(ReadStream<Observation> request) {
        Promise<ObserveSummary> summary = Promise.promise();
        request.handler(observed::add);
        request.endHandler(
                _ ->
                        summary.complete(
                                ObserveSummary.newBuilder().setReceived(observed.size()).build()));
        request.exceptionHandler(summary::tryFail);
        return summary.future();
    }
}
