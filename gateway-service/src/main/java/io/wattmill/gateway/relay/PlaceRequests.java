// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.wattmill.contract.placement.v1.PlaceRequest;
import io.wattmill.contract.placement.v1.Slo;
import io.wattmill.contract.placement.v1.Unplaced;
import io.wattmill.gateway.admission.Admission;
import io.wattmill.gateway.dialect.EngineRequest;
import io.wattmill.gateway.terms.CostUnit;
import io.wattmill.gateway.terms.Mode;
import io.wattmill.gateway.terms.PlacementTerms;
import io.wattmill.gateway.wire.ApiError;
import io.wattmill.gateway.wire.PrefixBlocks;

import java.time.Duration;
import java.util.Optional;

/** What the router is asked for a request, and what its refusals mean to a caller. */
final class PlaceRequests {

    private static final long MS_PER_SECOND = 1_000;
    private static final long NANOS_PER_MICRO = 1_000;

    private PlaceRequests() {}

    /** The question of the first attempt of a model; later ones add the nodes that failed. */
    static PlaceRequest.Builder first(
            Job job, String model, Asked terms, long admittedAtUs, int maxBlocks) {
        EngineRequest asked = job.request();
        PlaceRequest.Builder request =
                PlaceRequest.newBuilder()
                        .setRequestId(job.requestId())
                        .setPrincipal(job.key().principal())
                        .setWork(job.work())
                        .setModel(model)
                        .setPromptTokens(job.promptTokens())
                        .setLongestPromptTokens(Admission.estimate(asked.prompt().longestBytes()))
                        .setMaxOutputTokens(bound(asked))
                        .setStream(asked.stream())
                        .setSlo(slo(terms))
                        .setMode(terms.promised().mode().map(Mode::label).orElse(""))
                        .setCost(terms.promised().cost().map(CostUnit::label).orElse(""))
                        .setRequestedAtUs(admittedAtUs);
        job.key().bounds().zone().ifPresent(zone -> request.putRequiredLabels("zone", zone));
        long salt = job.key().salt().blocks();
        for (long block : PrefixBlocks.of(model, asked.prompt(), salt, maxBlocks)) {
            request.addPrefixBlocks(block);
        }
        return request;
    }

    /** One answer to one prompt: what two engines of a pair can share. */
    static boolean takesPairs(EngineRequest asked) {
        return !asked.output().isNone() && asked.choices() == 1;
    }

    /**
     * What a request is placed on.
     *
     * @param promised somebody gave it these
     * @param aims of the site, for what nobody promised
     */
    record Asked(PlacementTerms promised, PlacementTerms aims) {}

    private static Slo slo(Asked asked) {
        PlacementTerms terms = asked.promised().or(asked.aims());
        return Slo.newBuilder()
                .setTtftIsAim(asked.promised().sloTtft().isEmpty())
                .setTtftUs(us(terms.sloTtft()))
                .setTpotUs(us(terms.sloTpot()))
                .setTpotCapUs(us(terms.tpotCap()))
                .build();
    }

    private static long us(Optional<Duration> time) {
        return time.map(told -> told.toNanos() / NANOS_PER_MICRO).orElse(0L);
    }

    /** To the router 0 is no bound; a prompt that is only read comes nearest to one token. */
    private static long bound(EngineRequest asked) {
        return asked.output().isNone() ? 1 : asked.maxOutputTokens().orElse(0);
    }

    /** That nobody has said what the model costs, as the caller is told. */
    static ApiError unpriced(Job job) {
        return ApiError.badParameter(
                "model",
                "model_unpriced",
                "The model '"
                        + job.request().model()
                        + "' has no price for this request, and unpriced requests are refused"
                        + " here; an admin can add one with `wattmill prices import`.");
    }

    /**
     * That all engines are left alone.
     *
     * @param seconds until one of them may be called
     */
    static ApiError circuitOpen(Job job, int seconds) {
        return ApiError.unavailable(
                "circuit_open",
                "The engines of '"
                        + job.request().model()
                        + "' have failed lately and are left alone for a moment; try again then, or"
                        + " name other models in x-wattmill-fallback.",
                seconds);
    }

    /** Why there is no node, as the caller is told. */
    static ApiError refusal(Job job, Unplaced unplaced) {
        int retry = (int) Math.max(1, Math.ceilDiv(unplaced.getRetryAfterMs(), MS_PER_SECOND));
        return switch (unplaced.getReason()) {
            case REASON_UNKNOWN_MODEL ->
                    ApiError.modelNotFound(
                            "The model '"
                                    + job.request().model()
                                    + "' does not exist here; GET /v1/models lists what is"
                                    + " served.");
            case REASON_TOO_LONG ->
                    ApiError.badParameter(
                            job.dialect().promptMember(),
                            "context_length_exceeded",
                            unplaced.getMessage());
            case REASON_CONSTRAINT ->
                    ApiError.unavailable(
                            "no_eligible_node", inZone(job) + unplaced.getMessage(), retry);
            case REASON_NO_NODE, REASON_UNSPECIFIED, UNRECOGNIZED ->
                    ApiError.unavailable("no_capacity", unplaced.getMessage(), retry);
        };
    }

    private static String inZone(Job job) {
        return job.key()
                .bounds()
                .zone()
                .map(zone -> "This key is served in the data zone '" + zone + "' alone: ")
                .orElse("");
    }
}
