// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.rpc;

import io.wattmill.contract.common.v1.ProviderPrice;
import io.wattmill.contract.placement.v1.Candidate;
import io.wattmill.contract.placement.v1.DecisionRecord;
import io.wattmill.contract.placement.v1.PlaceReply;
import io.wattmill.contract.placement.v1.Placed;
import io.wattmill.contract.placement.v1.Prediction;
import io.wattmill.contract.placement.v1.PrefillLeg;
import io.wattmill.contract.placement.v1.Slo;
import io.wattmill.contract.placement.v1.Unplaced;
import io.wattmill.router.fleet.Engine;
import io.wattmill.router.fleet.HostedModel;
import io.wattmill.router.placement.Candidate.Eligible;
import io.wattmill.router.placement.Candidate.Excluded;
import io.wattmill.router.placement.Candidate.Prefilling;
import io.wattmill.router.placement.Decision;
import io.wattmill.router.placement.HitSource;
import io.wattmill.router.placement.Placement;
import io.wattmill.router.placement.PlacementRequest;
import io.wattmill.router.wire.EnergyMessages;

import java.util.Optional;

/** Writes decisions as gateways read them. */
final class ReplyWriter {
    private static final int NANOS_PER_MICRO = 1_000;
    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final long PPM = 1_000_000;

    private final PlacementRequest request;
    private final long tookNanos;

    private ReplyWriter(PlacementRequest request, long tookNanos) {
        this.request = request;
        this.tookNanos = tookNanos;
    }

    /**
     * @param request own engines know the model under the name that it asks for
     * @param tookNanos time of the decision
     */
    static PlaceReply reply(Placement placement, PlacementRequest request, long tookNanos) {
        return new ReplyWriter(request, tookNanos).reply(placement);
    }

    private PlaceReply reply(Placement placement) {
        return switch (placement) {
            case Placement.Placed placed ->
                    PlaceReply.newBuilder().setPlaced(placed(placed)).build();
            case Placement.Unplaced unplaced ->
                    PlaceReply.newBuilder().setUnplaced(unplaced(unplaced)).build();
        };
    }

    private Placed placed(Placement.Placed placed) {
        Engine engine = placed.engine();
        Placed.Builder written = ours(placed, engine);
        hosted(engine).ifPresent(model -> hosted(written, model));
        placed.prefill().ifPresent(leg -> written.setPrefill(prefill(leg)));
        return written.build();
    }

    private PrefillLeg prefill(io.wattmill.router.placement.PrefillLeg leg) {
        return PrefillLeg.newBuilder()
                .setNodeId(leg.node().id())
                .setEngineId(leg.engine().key().engineId())
                .setEngineKind(leg.engine().description().kind())
                .setUrl(leg.engine().description().url())
                .setUpstreamModel(upstream(leg.engine()))
                .setPrediction(prediction(leg.prediction()))
                .setTransferUs(leg.transferNanos() / NANOS_PER_MICRO)
                .build();
    }

    /** vLLM knows an adapter by its own name, as if it were a model, SGLang behind the model's. */
    private String upstream(Engine engine) {
        if (request.loraAdapter().isEmpty()) {
            return request.model();
        }
        return engine.description().kind().equals("sglang")
                ? request.model() + ":" + request.loraAdapter()
                : request.loraAdapter();
    }

    private Optional<HostedModel> hosted(Engine engine) {
        return engine.description().hosted().flatMap(terms -> terms.model(request.model()));
    }

    private static void hosted(Placed.Builder placed, HostedModel model) {
        placed.setUpstreamModel(model.upstream())
                .setProviderPrice(
                        ProviderPrice.newBuilder()
                                .setInputPerMtok(model.price().input().toPlainString())
                                .setCacheReadPerMtok(model.price().cachedInput().toPlainString())
                                .setOutputPerMtok(model.price().output().toPlainString()));
    }

    private Placed.Builder ours(Placement.Placed placed, Engine engine) {
        return Placed.newBuilder()
                .setNodeId(placed.node().id())
                .setEngineId(engine.key().engineId())
                .setEngineKind(engine.description().kind())
                .setUrl(engine.description().url())
                .setUpstreamModel(upstream(engine))
                .setPrediction(bounded(prediction(placed.prediction()), placed))
                .setCoefficients(EnergyMessages.write(placed.coefficients()))
                .setDecision(decision(placed.decision(), Optional.of(placed)));
    }

    private Unplaced unplaced(Placement.Unplaced unplaced) {
        return Unplaced.newBuilder()
                .setReason(reason(unplaced.reason()))
                .setMessage(unplaced.message())
                .setRetryAfterMs(unplaced.retryAfterMs())
                .setDecision(decision(unplaced.decision(), Optional.empty()))
                .build();
    }

    private static Unplaced.Reason reason(Placement.Reason reason) {
        return switch (reason) {
            case UNKNOWN_MODEL -> Unplaced.Reason.REASON_UNKNOWN_MODEL;
            case NO_NODE -> Unplaced.Reason.REASON_NO_NODE;
            case CONSTRAINT -> Unplaced.Reason.REASON_CONSTRAINT;
            case TOO_LONG -> Unplaced.Reason.REASON_TOO_LONG;
        };
    }

    private DecisionRecord decision(Decision decision, Optional<Placement.Placed> chosen) {
        DecisionRecord.Builder record =
                DecisionRecord.newBuilder()
                        .setMode(decision.mode())
                        .setDecidedInNs(tookNanos)
                        .setFleetAgeMs(decision.fleetAgeNanos() / NANOS_PER_MILLI)
                        .setFleetNodes(decision.fleetNodes());
        promised(request.terms().slo()).ifPresent(record::setSlo);
        decision.candidates().forEach(one -> record.addCandidates(candidate(one, chosen)));
        return record.build();
    }

    private static Optional<Slo> promised(io.wattmill.router.placement.Slo slo) {
        return slo.isNothing()
                ? Optional.empty()
                : Optional.of(
                        Slo.newBuilder()
                                .setTtftUs(us(slo.ttftNanos()))
                                .setTpotUs(us(slo.tpotNanos()))
                                .setTpotCapUs(us(slo.tpotCapNanos()))
                                .setTtftIsAim(slo.isAim())
                                .build());
    }

    private static long us(long promisedNanos) {
        boolean never = promisedNanos == io.wattmill.router.placement.Slo.NEVER;
        return never ? 0 : promisedNanos / NANOS_PER_MICRO;
    }

    private Candidate candidate(
            io.wattmill.router.placement.Candidate candidate, Optional<Placement.Placed> chosen) {
        Optional<Placement.Placed> here =
                chosen.filter(placed -> placed.engine() == candidate.engine());
        Candidate.Builder written =
                Candidate.newBuilder()
                        .setNodeId(candidate.node().id())
                        .setEngineId(candidate.engine().key().engineId())
                        .setChosen(here.isPresent());
        switch (candidate) {
            case Eligible eligible ->
                    foretold(written, eligible.prediction(), eligible.hits())
                            .setPrediction(told(eligible, here))
                            .setNote(eligible.note());
            case Prefilling prompts ->
                    foretold(written, prompts.prediction(), prompts.hits())
                            .setPrediction(prediction(prompts.prediction()))
                            .setChosen(prompts.chosen())
                            .setLeg("prefill");
            case Excluded excluded -> written.setExcludedBecause(excluded.obstacle().reason());
        }
        return written.build();
    }

    private Candidate.Builder foretold(
            Candidate.Builder candidate,
            io.wattmill.router.prediction.Prediction prediction,
            HitSource hits) {
        return candidate
                .setMarginalEnergyUj(prediction.marginalMicrojoules())
                .setShareEnergyUj(prediction.shareMicrojoules())
                .setPrefixHitPpm(prefixHitPpm(prediction))
                .setPrefixHitBy(source(hits));
    }

    private static Prediction.Builder told(
            Eligible eligible, Optional<Placement.Placed> placedHere) {
        Prediction.Builder told = prediction(eligible.prediction());
        return placedHere.map(placed -> bounded(told, placed)).orElse(told);
    }

    private static Prediction.Builder bounded(
            Prediction.Builder prediction, Placement.Placed placed) {
        return prediction
                .setEnergyP10Uj(placed.joules().low())
                .setEnergyP90Uj(placed.joules().high());
    }

    private long prefixHitPpm(io.wattmill.router.prediction.Prediction prediction) {
        return PPM * prediction.cachedTokens() / request.shape().promptTokens();
    }

    private static String source(HitSource hits) {
        return switch (hits) {
            case NOBODY -> "";
            case PLACED -> "placed";
            case ENGINE -> "engine";
        };
    }

    private static Prediction.Builder prediction(
            io.wattmill.router.prediction.Prediction prediction) {
        return Prediction.newBuilder()
                .setTtftUs(prediction.ttftNanos() / NANOS_PER_MICRO)
                .setTtftP90Us(prediction.ttftP90Nanos() / NANOS_PER_MICRO)
                .setTpotUs(prediction.tpotNanos() / NANOS_PER_MICRO)
                .setTpotP90Us(prediction.tpotP90Nanos() / NANOS_PER_MICRO)
                .setEnergyUj(prediction.energyMicrojoules())
                .setCachedTokens(prediction.cachedTokens());
    }
}
