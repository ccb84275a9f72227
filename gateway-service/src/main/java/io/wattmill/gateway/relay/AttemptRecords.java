// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.ledger.v1.Attempt;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.contract.placement.v1.Placed;
import io.wattmill.contract.placement.v1.PrefillLeg;
import io.wattmill.gateway.meter.Tally;
import io.wattmill.gateway.meter.Tokens;
import io.wattmill.gateway.wire.Usage;
import io.wattmill.kit.time.Clock;

import java.util.Optional;
import java.util.OptionalLong;

/** The attempts in a request's record: each engine's part in it, and the last may be under way. */
final class AttemptRecords {

    /** What a chat template adds to a prompt, with room to spare. */
    private static final long TEMPLATE_TOKENS = 1_024;

    private final Job job;
    private final Clock clock;
    private final UsageRecord.Builder record;
    private OptionalLong handedCached = OptionalLong.empty();

    /** None yet in {@code record}. */
    AttemptRecords(Job job, Clock clock, UsageRecord.Builder record) {
        this.job = job;
        this.clock = clock;
        this.record = record;
    }

    /** An engine was chosen; of a pair, the one that computes the prompt begins. */
    void begin(int number, Placed placed) {
        record.addAttempts(placed.hasPrefill() ? prompt(number, placed) : whole(number, placed));
        if (placed.hasProviderPrice()) {
            current().setProviderPrice(placed.getProviderPrice());
        }
    }

    /** On the engine that answers; begins now. */
    private Attempt.Builder whole(int number, Placed placed) {
        return Attempt.newBuilder()
                .setNumber(number)
                .setNodeId(placed.getNodeId())
                .setEngineId(placed.getEngineId())
                .setEngineKind(placed.getEngineKind())
                .setStartedAtUs(clock.nowUs())
                .setPromptTokensAtMost(promptAtMost())
                .setOutputTokensAtMost(job.request().output().tokensAtMost());
    }

    /** What the prompt may come to; a template adds some to each input. */
    private long promptAtMost() {
        long inputs = job.request().output().inputs();
        return job.request().prompt().tokensAtMost() + inputs * TEMPLATE_TOKENS;
    }

    /** On the engine that computes the prompt for another: one token at most, for nobody. */
    private Attempt.Builder prompt(int number, Placed placed) {
        PrefillLeg leg = placed.getPrefill();
        return whole(number, placed)
                .setNodeId(leg.getNodeId())
                .setEngineId(leg.getEngineId())
                .setEngineKind(leg.getEngineKind())
                .setOutputTokensAtMost(1);
    }

    /**
     * Of a pair, the first engine is done, and what it does not count is assumed; the second one's
     * attempt begins, under the next number.
     *
     * @return what the first engine counted, or is assumed to have
     */
    TokenVector prefilled(Optional<Usage> usage, Placed placed) {
        Attempt.Builder first = current();
        TokenVector tokens = Tokens.ofPrompt(usage, job.promptTokens());
        endPrompt(first, usage, tokens);
        record.addAttempts(whole(first.getNumber() + 1, placed));
        return tokens;
    }

    private void endPrompt(Attempt.Builder prompt, Optional<Usage> usage, TokenVector tokens) {
        long now = clock.nowUs();
        prompt.setOutcome(Outcome.OUTCOME_COMPLETED)
                .setFirstTokenAtUs(now)
                .setEndedAtUs(now)
                .setTokens(tokens)
                .setWasteTokens(usage.map(Usage::completion).orElse(1L));
        if (usage.isPresent()) {
            prompt.clearPromptTokensAtMost().clearOutputTokensAtMost();
        }
    }

    /** Cached tokens as the engine itself counts them, where the request's are others. */
    void handedCached(OptionalLong cached) {
        handedCached = cached;
    }

    /** Its first output reached the caller, at {@code nowUs}. */
    void firstToken(long nowUs) {
        current().setFirstTokenAtUs(nowUs);
    }

    /** It came to nothing; another may follow. */
    void failed(String reason, Tally tally) {
        current()
                .setOutcome(Outcome.OUTCOME_FAILED)
                .setEndedAtUs(clock.nowUs())
                .setWasteTokens(tally.made())
                .setError(reason);
    }

    /** The last one ends as the request does, at {@code nowUs}, unless it has failed already. */
    void end(RequestEnd end, long nowUs) {
        if (record.getAttemptsCount() == 0) {
            return;
        }
        if (current().getEndedAtUs() == 0) {
            current()
                    .setOutcome(end.outcome())
                    .setEndedAtUs(nowUs)
                    .setTokens(counted(end.tokens().vector()))
                    .setWasteTokens(end.waste())
                    .setError(end.remark());
        }
        if (end.isExact()) {
            current().clearPromptTokensAtMost().clearOutputTokensAtMost();
        }
    }

    private TokenVector counted(TokenVector tokens) {
        return handedCached.isEmpty()
                ? tokens
                : Tokens.withCached(tokens, handedCached.getAsLong());
    }

    private Attempt.Builder current() {
        return record.getAttemptsBuilder(record.getAttemptsCount() - 1);
    }
}
