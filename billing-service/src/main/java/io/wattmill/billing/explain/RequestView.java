// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.explain;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/**
 * {@code GET /v1/requests/{id}}: what was asked, where it went and why, what it took, and what it
 * costs. Joules and money are exact decimals; null where nothing is known.
 */
public record RequestView(
        String object,
        String id,
        String outcome,
        Request request,
        Placement placement,
        Tokens tokens,
        Energy energy,
        Money money,
        @Nullable BigDecimal carbonGrams,
        List<Attempt> attempts,
        @Nullable Reported reported,
        @Nullable Block block) {

    /**
     * What was asked and how it ended. Instants are ISO 8601, UTC.
     *
     * @param model the one that answered
     * @param fallbackFrom the one asked for, where another answered
     */
    public record Request(
            String api,
            String model,
            @Nullable String fallbackFrom,
            String tier,
            boolean stream,
            String projectId,
            String keyId,
            String agent,
            String sessionId,
            String runId,
            String parentId,
            String label,
            String responseId,
            String admittedAt,
            String endedAt,
            BigDecimal durationMs,
            String finishReason,
            int httpStatus,
            String errorCode) {}

    /** Why it went where it went, and whether it went as predicted. */
    public record Placement(
            String nodeId,
            String engineId,
            String mode,
            BigDecimal decidedInUs,
            long fleetAgeMs,
            int fleetNodes,
            Latency ttftMs,
            Latency tpotMs,
            PredictedJoules predictedJoules,
            @Nullable Slo slo,
            List<Candidate> candidates,
            @Nullable Regret regret) {}

    /** What was promised, milliseconds; null where nothing was. */
    public record Slo(
            @Nullable BigDecimal ttftMs,
            @Nullable BigDecimal tpotMs,
            @Nullable BigDecimal tpotCapMs,
            boolean ttftIsAim) {}

    /**
     * What it lost by where it went, against the best other candidate in hindsight; 0 where the
     * chosen one was the best.
     *
     * @param latencyMs until the last token: what it took less what the other was predicted to take
     *     for this output; null where it did not end well
     * @param latencyNode the other that was predicted to be done first
     * @param joules device joules: what it drew less what the other was predicted to draw, made
     *     larger or smaller by as much as the chosen one's prediction was off; among those that
     *     were to keep the promise; null where nobody knows
     * @param joulesNode the other that was predicted to draw least
     */
    public record Regret(
            @Nullable BigDecimal latencyMs,
            @Nullable String latencyNode,
            @Nullable BigDecimal joules,
            @Nullable String joulesNode) {}

    /**
     * What its device was to take above base, and between what bounds the engine's meters count
     * what is told to take so much, eight times of ten; null where nobody could know.
     */
    public record PredictedJoules(
            @Nullable BigDecimal mean, @Nullable BigDecimal p10, @Nullable BigDecimal p90) {}

    /** A latency in milliseconds: what was predicted and what it was. */
    public record Latency(
            @Nullable BigDecimal predicted,
            @Nullable BigDecimal predictedP90,
            @Nullable BigDecimal actual) {}

    /**
     * A node that was considered.
     *
     * @param marginalJoules what the request was to make the node draw more
     * @param shareJoules the same with its share of each step that it joins: what modes that save
     *     joules choose by
     * @param prefixHitBy whose word the hit is: {@code engine} by its KV events, {@code placed} a
     *     guess by what was placed there; null where nobody knows
     * @param leg {@code prefill} where it was looked at for the prompt alone, which another engine
     *     answers; null otherwise
     */
    public record Candidate(
            String nodeId,
            String engineId,
            boolean chosen,
            @Nullable String excludedBecause,
            BigDecimal ttftP90Ms,
            BigDecimal tpotMs,
            BigDecimal marginalJoules,
            BigDecimal shareJoules,
            BigDecimal prefixHit,
            @Nullable String prefixHitBy,
            @Nullable String note,
            @Nullable String leg) {}

    /** {@code input} is uncached + cached + cache write; reasoning is a part of output. */
    public record Tokens(
            long input,
            long inputUncached,
            long inputCached,
            long inputCacheWrite,
            long output,
            long reasoning,
            long waste,
            String source) {}

    /**
     * {@code energy_joules} is device plus host, the IT boundary. Idle share and facility are
     * beside it. Once measured, host and facility are those that the idle share takes, too.
     *
     * @param method predicted, measured, or unmetered: then a hosted API served it and all figures
     *     are null
     * @param quality of the meters, 0 to 1; null when predicted
     */
    public record Energy(
            String method,
            @Nullable BigDecimal energyJoules,
            @Nullable Parts parts,
            @Nullable BigDecimal idleShareJoules,
            @Nullable BigDecimal facilityJoules,
            @Nullable BigDecimal quality,
            @Nullable BigDecimal predictedJoules,
            String note) {}

    /**
     * What {@code energy_joules} is made of.
     *
     * @param prefillJoules of reading the prompt
     * @param decodeJoules of writing the answer: what its tokens took, and an even part of each
     *     step of the engine that it shared with others
     * @param hostJoules its part of the host's
     */
    public record Parts(BigDecimal prefillJoules, BigDecimal decodeJoules, BigDecimal hostJoules) {}

    /** Where on the ledger's hash chain its booking was sealed; null while it is not. */
    public record Block(long number, String merkleRoot, String sealedAt) {}

    /** What came of it, as its owner says. */
    public record Reported(
            boolean success,
            @Nullable BigDecimal score,
            @Nullable BigDecimal value,
            @Nullable String label,
            int revision,
            String reportedAt) {}

    /**
     * What it is charged, and what it cost to serve.
     *
     * @param energyCost electricity for device, host and facility joules; predicted while the
     *     joules are
     * @param gpuCost its part of the GPUs' time at their rate; null until measured
     * @param providerCost what providers of hosted APIs charge for it; null where none does
     * @param cost electricity, GPU time and providers: what it cost to serve; null until measured
     * @param margin charged less cost
     * @param marginRatio margin over charged; null where nothing is charged
     */
    public record Money(
            BigDecimal charged,
            @Nullable BigDecimal energyCost,
            @Nullable BigDecimal gpuCost,
            @Nullable BigDecimal providerCost,
            @Nullable BigDecimal cost,
            @Nullable BigDecimal margin,
            @Nullable BigDecimal marginRatio,
            String currency,
            int priceVersion,
            List<Line> lines,
            @Nullable String note) {}

    /** One kind of token on the bill. */
    public record Line(String meter, long tokens, BigDecimal perMtok, BigDecimal amount) {}

    /** One call of an engine, for the model asked for or one that took over. */
    public record Attempt(
            int number,
            String model,
            String nodeId,
            String engineId,
            String engineKind,
            String startedAt,
            BigDecimal durationMs,
            String outcome,
            long outputTokens,
            long wasteTokens,
            @Nullable String error) {}
}
