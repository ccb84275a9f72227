// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.usage;

import io.wattmill.billing.usage.UsageEvent.AttemptUsage;
import io.wattmill.contract.ledger.v1.Attempt;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.contract.ledger.v1.UsageSource;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Attempts of a request, as its usage record tells of them. */
final class Attempts {

    private Attempts() {}

    /** By their numbers. */
    static List<AttemptUsage> of(UsageRecord record) {
        List<Attempt> attempts =
                record.getAttemptsList().stream()
                        .sorted(Comparator.comparingInt(Attempt::getNumber))
                        .toList();
        List<AttemptUsage> usages = new ArrayList<>();
        for (Attempt attempt : attempts) {
            boolean last = attempts.getLast().getNumber() == attempt.getNumber();
            usages.add(attempt(last ? completed(attempt, record) : attempt, record));
        }
        return usages;
    }

    /** What a gateway that died could not write down of its last attempt is in its record. */
    private static Attempt completed(Attempt last, UsageRecord record) {
        Attempt.Builder completed = last.toBuilder();
        if (!last.hasTokens()) {
            completed.setTokens(record.getTokens());
        }
        if (last.getEndedAtUs() == 0) {
            completed.setEndedAtUs(record.getEndedAtUs());
        }
        return completed.build();
    }

    private static Optional<AttemptBound> bound(Attempt attempt, UsageRecord record) {
        boolean estimated =
                record.getUsageSource() == UsageSource.USAGE_SOURCE_ESTIMATED
                        || attempt.getOutcome() == Outcome.OUTCOME_INTERRUPTED;
        return attempt.getPromptTokensAtMost() > 0
                ? Optional.of(
                        new AttemptBound(
                                attempt.getPromptTokensAtMost(),
                                Math.max(0, attempt.getOutputTokensAtMost()),
                                estimated))
                : Optional.empty();
    }

    private static AttemptUsage attempt(Attempt attempt, UsageRecord record) {
        return new AttemptUsage(
                attempt.getNumber(),
                new EngineKey(attempt.getNodeId(), attempt.getEngineId()),
                KeptUsage.text(attempt.getEngineKind()),
                Timing.ordered(
                        attempt.getStartedAtUs(),
                        attempt.getFirstTokenAtUs(),
                        attempt.getEndedAtUs()),
                attempt.getOutcome() == Outcome.UNRECOGNIZED
                        ? Outcome.OUTCOME_UNSPECIFIED
                        : attempt.getOutcome(),
                KeptUsage.tokens(attempt.getTokens()),
                attempt.getWasteTokens(),
                bound(attempt, record),
                ProviderPrices.of(attempt),
                KeptUsage.text(attempt.getError()));
    }
}
