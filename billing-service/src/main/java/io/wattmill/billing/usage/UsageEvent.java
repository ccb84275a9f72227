// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.usage;

import com.google.protobuf.ByteString;

import io.wattmill.billing.budget.LeaseDebits.Use;
import io.wattmill.billing.price.ProviderPrice;
import io.wattmill.billing.price.ProviderPrice.Counted;
import io.wattmill.billing.price.Situation;
import io.wattmill.billing.price.Tokens;
import io.wattmill.contract.ledger.v1.Outcome;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One client request that ended, checked and ready to be rated. Texts have no NUL and are at most
 * {@link UsageParser#MAX_TEXT} long; an absent text is empty.
 *
 * @param leases what it says it spent of which leases
 * @param source the record as it arrived
 * @param decision the serialized placement decision, or empty
 */
public record UsageEvent(
        UUID requestId,
        JournalPlace journal,
        Owner owner,
        Work work,
        Call call,
        Timing timing,
        Result result,
        Forecast forecast,
        Claim claim,
        List<AttemptUsage> attempts,
        List<Use> leases,
        Source source,
        ByteString decision) {

    /** A record as it arrived; two records of one id are the same when their SHA-256 is. */
    public record Source(ByteString record, ByteString sha256) {}

    /** Where the record stands in a gateway's journal. */
    public record JournalPlace(String gatewayId, String journalId, long sequence) {}

    /** Who pays. */
    public record Owner(String organizationId, String projectId, String keyId, String userId) {}

    /** What the caller said the work is for. */
    public record Work(
            String agent,
            String sessionId,
            String runId,
            String parentId,
            String label,
            String tier,
            String endUser) {}

    /** What was asked. */
    public record Call(
            String api,
            String model,
            boolean stream,
            String responseId,
            String idempotencyKey,
            long maxOutputTokens) {}

    /** What came of it. */
    public record Result(
            Outcome outcome,
            String finishReason,
            int httpStatus,
            String errorCode,
            Tokens tokens,
            int usageSource,
            long wasteTokens) {}

    /** What was predicted before it ran: device microjoules and latencies in microseconds. */
    public record Forecast(
            long prefillUj, long decodeUj, long ttftUs, long ttftP90Us, long tpotUs) {}

    /** What the gateway told the caller it costs, in nano-units, and by which price version. */
    public record Claim(int priceVersion, long chargedNano) {}

    /**
     * One call of an engine.
     *
     * @param bound none where the engine said itself what it made
     * @param provider the price of a hosted API; none of an engine of the site's own
     */
    public record AttemptUsage(
            int number,
            EngineKey engine,
            String engineKind,
            Timing timing,
            Outcome outcome,
            Tokens tokens,
            long wasteTokens,
            Optional<AttemptBound> bound,
            Optional<ProviderPrice> provider,
            String error) {

        /** What a provider counts of it. */
        public Counted counted() {
            return Counted.of(tokens, wasteTokens);
        }

        /** What its provider charges, nano-units; 0 on an engine of the site's own. */
        public long providerNano() {
            return provider.map(price -> price.nano(counted())).orElse(0L);
        }
    }

    public UsageEvent {
        attempts = List.copyOf(attempts);
        leases = List.copyOf(leases);
    }

    /** What its price may depend on besides its tokens. */
    public Situation situation() {
        return new Situation(
                owner.organizationId(), owner.projectId(), work.tier(), timing.startedAtUs());
    }

    /** The engine that served it, or failed it last. */
    public EngineKey servedBy() {
        return attempts.isEmpty() ? EngineKey.UNKNOWN : attempts.getLast().engine();
    }
}
