// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.ledger.v1.Attempt;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.contract.placement.v1.Placed;
import io.wattmill.contract.placement.v1.PrefillLeg;
import io.wattmill.gateway.meter.Tokens;
import io.wattmill.gateway.wire.Usage;
import io.wattmill.kit.time.Clock;

import java.util.Optional;

/** What is written down of an engine's part in a request. */
final class AttemptRecords {

    /** What a chat template adds to a prompt, with room to spare. */
    private static final long TEMPLATE_TOKENS = 1_024;

    private final Job job;
    private final Clock clock;

    AttemptRecords(Job job, Clock clock) {
        this.job = job;
        this.clock = clock;
    }

    /** On the engine that answers; begins now. */
    Attempt.Builder whole(int number, Placed placed) {
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
    Attempt.Builder prompt(int number, Placed placed) {
        PrefillLeg leg = placed.getPrefill();
        return whole(number, placed)
                .setNodeId(leg.getNodeId())
                .setEngineId(leg.getEngineId())
                .setEngineKind(leg.getEngineKind())
                .setOutputTokensAtMost(1);
    }

    /** That engine is done, and counted this; what it does not count is assumed. */
    void prefilled(Attempt.Builder prompt, Optional<Usage> usage) {
        long now = clock.nowUs();
        TokenVector tokens = Tokens.ofPrompt(usage, job.promptTokens());
        prompt.setOutcome(Outcome.OUTCOME_COMPLETED)
                .setFirstTokenAtUs(now)
                .setEndedAtUs(now)
                .setTokens(tokens)
                .setWasteTokens(usage.map(Usage::completion).orElse(1L));
        if (usage.isPresent()) {
            prompt.clearPromptTokensAtMost().clearOutputTokensAtMost();
        }
    }
}
