// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.usage;

import com.google.protobuf.ByteString;

import io.wattmill.billing.budget.LeaseDebits.Use;
import io.wattmill.billing.budget.Unit;
import io.wattmill.billing.usage.UsageEvent.JournalPlace;
import io.wattmill.billing.usage.UsageEvent.Source;
import io.wattmill.contract.ledger.v1.LeaseUse;
import io.wattmill.contract.ledger.v1.SettleBatch;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.contract.ledger.v1.UsageSource;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;

/** Reads settlement batches: from here on nothing is absent, out of order or out of range. */
public final class UsageParser {

    /** Longest text that is kept. */
    public static final int MAX_TEXT = 256;

    /** Most leases that one request spends from: several of each budget of its owners. */
    public static final int MAX_LEASES = 640;

    /** Most attempts of one request. */
    public static final int MAX_ATTEMPTS = 32;

    private UsageParser() {}

    /** Text that can identify something. */
    public static boolean isKey(String text) {
        return RecordRule.isKey(text);
    }

    /** True when a batch says whose it is; without that nothing in it can be booked. */
    public static boolean hasOrigin(SettleBatch batch) {
        return RecordRule.isKey(batch.getGatewayId()) && RecordRule.isKey(batch.getJournalId());
    }

    /**
     * Splits a batch into events and refusals. A record that is twice in the batch with the same
     * content counts once; with other content the later one is refused as a conflict.
     */
    public static ParsedBatch parse(SettleBatch batch) {
        Map<UUID, UsageEvent> events = new TreeMap<>();
        List<Refusal> refused = new ArrayList<>();
        for (UsageRecord record : batch.getRecordsList()) {
            parseInto(record, place(batch, record), events, refused);
        }
        return new ParsedBatch(List.copyOf(events.values()), refused);
    }

    private static void parseInto(
            UsageRecord record,
            JournalPlace place,
            Map<UUID, UsageEvent> events,
            List<Refusal> refused) {
        Source source = source(record);
        Optional<RecordRule> broken = RecordRule.firstBroken(record);
        if (broken.isPresent()) {
            RecordRule rule = broken.get();
            String id = KeptUsage.text(record.getRequestId());
            refused.add(new Refusal(id, place, rule.code(), rule.message(), source));
        } else {
            keepFirst(event(record, place, source), events, refused);
        }
    }

    private static void keepFirst(
            UsageEvent event, Map<UUID, UsageEvent> events, List<Refusal> refused) {
        UsageEvent first = events.putIfAbsent(event.requestId(), event);
        if (first != null && !first.source().sha256().equals(event.source().sha256())) {
            refused.add(
                    Refusal.of(
                            event,
                            Refusal.CONFLICT,
                            "the same batch holds this id with other content"));
        }
    }

    private static JournalPlace place(SettleBatch batch, UsageRecord record) {
        return new JournalPlace(
                batch.getGatewayId(), batch.getJournalId(), record.getJournalSequence());
    }

    private static UsageEvent event(UsageRecord record, JournalPlace place, Source source) {
        return new UsageEvent(
                UUID.fromString(record.getRequestId()),
                place,
                owner(record),
                work(record),
                call(record),
                Timing.ordered(
                        record.getAdmittedAtUs(),
                        record.getFirstTokenAtUs(),
                        record.getEndedAtUs()),
                result(record),
                forecast(record),
                new UsageEvent.Claim(record.getPriceVersion(), record.getChargedNano()),
                Attempts.of(record),
                leases(record),
                source,
                record.hasDecision() ? record.getDecision().toByteString() : ByteString.EMPTY);
    }

    private static UsageEvent.Owner owner(UsageRecord record) {
        var principal = record.getPrincipal();
        return new UsageEvent.Owner(
                KeptUsage.text(principal.getOrganizationId()),
                principal.getProjectId(),
                principal.getKeyId(),
                KeptUsage.text(principal.getUserId()));
    }

    private static UsageEvent.Work work(UsageRecord record) {
        var work = record.getWork();
        String agent =
                work.getAgent().isEmpty() ? record.getPrincipal().getAgentId() : work.getAgent();
        return new UsageEvent.Work(
                KeptUsage.text(agent),
                KeptUsage.text(work.getSessionId()),
                KeptUsage.text(work.getRunId()),
                KeptUsage.text(work.getParentId()),
                KeptUsage.text(work.getLabel()),
                KeptUsage.text(work.getTier()),
                KeptUsage.text(work.getUser()));
    }

    private static UsageEvent.Call call(UsageRecord record) {
        return new UsageEvent.Call(
                KeptUsage.text(record.getApi()),
                record.getModel(),
                record.getStream(),
                KeptUsage.text(record.getResponseId()),
                KeptUsage.text(record.getIdempotencyKey()),
                record.getMaxOutputTokens());
    }

    private static UsageEvent.Result result(UsageRecord record) {
        return new UsageEvent.Result(
                record.getOutcome(),
                KeptUsage.text(record.getFinishReason()),
                record.getHttpStatus(),
                KeptUsage.text(record.getErrorCode()),
                KeptUsage.tokens(record.getTokens()),
                record.getUsageSource() == UsageSource.UNRECOGNIZED
                        ? 0
                        : record.getUsageSourceValue(),
                record.getWasteTokens());
    }

    private static UsageEvent.Forecast forecast(UsageRecord record) {
        var prediction = record.getPrediction();
        return new UsageEvent.Forecast(
                Math.max(0, record.getPredicted().getPrefillUj()),
                Math.max(0, record.getPredicted().getDecodeUj()),
                prediction.getTtftUs(),
                prediction.getTtftP90Us(),
                prediction.getTpotUs());
    }

    private static List<Use> leases(UsageRecord record) {
        UUID requestId = UUID.fromString(record.getRequestId());
        return IntStream.range(0, record.getLeasesCount())
                .mapToObj(i -> use(requestId, i, record.getLeases(i)))
                .toList();
    }

    private static Use use(UUID requestId, int ordinal, LeaseUse use) {
        return new Use(
                requestId,
                ordinal,
                UUID.fromString(use.getLeaseId()),
                use.getBudgetId(),
                Unit.spendable(use.getUnit()).orElseThrow(),
                use.getAmount());
    }

    private static Source source(UsageRecord record) {
        try {
            ByteString bytes = record.toByteString();
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes.asReadOnlyByteBuffer());
            return new Source(bytes, ByteString.copyFrom(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
