// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.crash;

import com.google.protobuf.ByteString;

import io.wattmill.billing.BillingWorld;
import io.wattmill.contract.common.v1.TokenVector;
import io.wattmill.contract.ledger.v1.Attempt;
import io.wattmill.contract.ledger.v1.LeaseGrant;
import io.wattmill.contract.ledger.v1.LeaseReply;
import io.wattmill.contract.ledger.v1.LeaseRequest;
import io.wattmill.contract.ledger.v1.LeaseUse;
import io.wattmill.contract.ledger.v1.LeaseWish;
import io.wattmill.contract.ledger.v1.LedgerGrpcClient;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.contract.ledger.v1.RateCardRequest;
import io.wattmill.contract.ledger.v1.SettleAck;
import io.wattmill.contract.ledger.v1.SettleBatch;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.contract.ledger.v1.UsageSource;
import io.wattmill.kit.time.Clock;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A gateway with its journal: it settles what it closed until that is acknowledged, spends from
 * leases, and sends some things twice, late, out of order, or under an id that is taken.
 */
final class Gateway implements Client {

    private static final int MAX_BATCH = 40;
    private static final long US_PER_MS = 1_000L;
    private static final long US_PER_DAY = 86_400_000_000L;

    private final String id;
    private final String journalId;
    private final Site site;
    private final AckLog log;
    private final Random chance;
    private final Supplier<Oddity> oddity;
    private final Line<SettleBatch, SettleAck> line;
    private final List<UsageRecord> journal = new ArrayList<>();
    private final TreeSet<Long> open = new TreeSet<>();
    private final Map<String, Held> leases = new HashMap<>();
    private List<UsageRecord> unanswered = List.of();
    private long batches;
    private long epoch;
    private int priceVersion;

    /**
     * How often, of 1000 batches, something odd is done.
     *
     * @param repeated a batch that was acknowledged is sent again
     * @param conflicting a record takes the id of another one
     * @param late a record is a day old
     */
    record Oddity(int repeated, int conflicting, int late) {
        static final Oddity USUAL = new Oddity(60, 60, 20);
        static final Oddity WILD = new Oddity(300, 200, 200);
    }

    private record Held(LeaseGrant grant, long left) {}

    Gateway(String id, Site site, AckLog log, Random chance, Supplier<Oddity> oddity) {
        this.id = id;
        this.journalId = "journal of " + id;
        this.site = site;
        this.log = log;
        this.chance = chance;
        this.oddity = oddity;
        this.line = new Line<>(site, LedgerGrpcClient.Settle);
    }

    @Override
    public boolean step() throws InterruptedException {
        if (unanswered.isEmpty()) {
            refresh();
            unanswered = chance.nextInt(1_000) < oddity.get().repeated() ? again() : fresh();
        }
        return settle(unanswered);
    }

    /** Sends what is not acknowledged; true when everything is. */
    @Override
    public boolean finish() throws InterruptedException {
        if (unanswered.isEmpty() && open.isEmpty()) {
            return settle(List.of());
        }
        unanswered =
                unanswered.isEmpty()
                        ? open.stream()
                                .map(this::closed)
                                .filter(this::isTrueOrKnownToBeForged)
                                .limit(MAX_BATCH)
                                .toList()
                        : unanswered;
        settle(unanswered);
        return false;
    }

    /** As after a restored backup: everything in the journal counts as not acknowledged. */
    void rewind() {
        journal.forEach(record -> open.add(record.getJournalSequence()));
        unanswered = List.of();
        leases.clear();
    }

    private UsageRecord closed(long sequence) {
        return journal.get((int) sequence - 1);
    }

    /** A batch of before, in any order. */
    private List<UsageRecord> again() {
        if (journal.isEmpty()) {
            return fresh();
        }
        int from = chance.nextInt(journal.size());
        List<UsageRecord> some =
                new ArrayList<>(journal.subList(from, Math.min(journal.size(), from + MAX_BATCH)));
        some.removeIf(record -> !isTrueOrKnownToBeForged(record));
        Collections.shuffle(some, chance);
        return some;
    }

    /**
     * Of two records of one id the first to come is booked. So a forged one waits where the true
     * one is to be sent again, too: after a backup was put back.
     */
    private boolean isTrueOrKnownToBeForged(UsageRecord record) {
        UUID id = UUID.fromString(record.getRequestId());
        return AckLog.content(record).equals(log.sent.get(id)) || log.acked.containsKey(id);
    }

    private List<UsageRecord> fresh() {
        List<UsageRecord> batch = new ArrayList<>();
        int size = 1 + chance.nextInt(MAX_BATCH);
        for (int i = 0; i < size; i++) {
            batch.add(answered());
        }
        if (chance.nextInt(1_000) < oddity.get().conflicting()) {
            forge().ifPresent(batch::add);
        }
        Collections.shuffle(batch, chance);
        return batch;
    }

    private UsageRecord answered() {
        UsageRecord record = record(newId());
        keep(record);
        log.sent.put(UUID.fromString(record.getRequestId()), AckLog.content(record));
        return record;
    }

    private void keep(UsageRecord record) {
        journal.add(record);
        open.add(record.getJournalSequence());
    }

    /** A record under the id of one that was acknowledged, with other content. */
    private Optional<UsageRecord> forge() {
        if (journal.isEmpty()) {
            return Optional.empty();
        }
        UsageRecord victim = journal.get(chance.nextInt(journal.size()));
        UUID taken = UUID.fromString(victim.getRequestId());
        if (!log.acked.containsKey(taken)) {
            return Optional.empty();
        }
        UsageRecord forged = record(taken).toBuilder().setErrorCode("another content").build();
        keep(forged);
        return Optional.of(forged);
    }

    private UUID newId() {
        long millis = Clock.system().nowUs() / US_PER_MS;
        long high = millis << 16 | 0x7000 | chance.nextInt(0x1000);
        return new UUID(high, chance.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L);
    }

    private UsageRecord record(UUID requestId) {
        long lateUs = chance.nextInt(1_000) < oddity.get().late() ? US_PER_DAY : 0;
        long endUs = Clock.system().nowUs() - lateUs;
        long startUs = endUs - US_PER_MS * (50 + chance.nextInt(600));
        int output = 1 + chance.nextInt(200);
        TokenVector tokens =
                TokenVector.newBuilder()
                        .setInputUncached(chance.nextInt(3_000))
                        .setCacheRead(chance.nextInt(500))
                        .setOutput(output)
                        .setReasoning(chance.nextInt(output))
                        .build();
        String node = Agent.node(chance.nextInt(Agent.NODES));
        UsageRecord.Builder record =
                UsageRecord.newBuilder()
                        .setRequestId(requestId.toString())
                        .setJournalSequence(journal.size() + 1L)
                        .setPrincipal(BillingWorld.tenant("p" + chance.nextInt(4), "key of " + id))
                        .setApi("chat.completions")
                        .setModel(Office.MODEL)
                        .setAdmittedAtUs(startUs)
                        .setFirstTokenAtUs(startUs + (endUs - startUs) / 4)
                        .setEndedAtUs(endUs)
                        .setOutcome(Outcome.OUTCOME_COMPLETED)
                        .setTokens(tokens)
                        .setUsageSource(UsageSource.USAGE_SOURCE_ENGINE)
                        .setPriceVersion(priceVersion)
                        .setCurrency("USD")
                        .addAttempts(
                                Attempt.newBuilder()
                                        .setNumber(1)
                                        .setNodeId(node)
                                        .setEngineId(Agent.ENGINE)
                                        .setEngineKind("vllm")
                                        .setStartedAtUs(startUs)
                                        .setFirstTokenAtUs(startUs + (endUs - startUs) / 4)
                                        .setEndedAtUs(endUs)
                                        .setOutcome(Outcome.OUTCOME_COMPLETED)
                                        .setTokens(tokens));
        spend(Office.TOKENS, output, record);
        spend(Office.DOLLARS, 1_000L * output, record);
        return record.build();
    }

    /** Takes from a lease what is left of it; sometimes more, as a gateway that misjudged. */
    private void spend(String budget, long amount, UsageRecord.Builder record) {
        Held held = leases.get(budget);
        if (held != null && (held.left() >= amount || chance.nextInt(100) == 0)) {
            leases.put(budget, new Held(held.grant(), held.left() - amount));
            record.addLeases(
                    LeaseUse.newBuilder()
                            .setBudgetId(budget)
                            .setLeaseId(held.grant().getLeaseId())
                            .setUnit(held.grant().getUnit())
                            .setAmount(amount));
        }
    }

    private boolean settle(List<UsageRecord> records) throws InterruptedException {
        SettleBatch batch =
                SettleBatch.newBuilder()
                        .setGatewayId(id)
                        .setJournalId(journalId)
                        .setBatch(++batches)
                        .setWatermarkUs(watermarkUs())
                        .setSettledThrough(open.isEmpty() ? journal.size() : open.first() - 1)
                        .setClosedThrough(journal.size())
                        .setEpoch(epoch)
                        .addAllRecords(records)
                        .build();
        Optional<SettleAck> ack = line.ask(batch).filter(a -> a.getRetryReason().isEmpty());
        ack.ifPresent(a -> settled(records, a));
        return ack.isPresent();
    }

    private long watermarkUs() {
        return open.stream()
                .mapToLong(sequence -> closed(sequence).getAdmittedAtUs())
                .reduce(Clock.system().nowUs() - 700 * US_PER_MS, Math::min);
    }

    private void settled(List<UsageRecord> records, SettleAck ack) {
        Map<String, String> refused = new HashMap<>();
        ack.getRejectedList().forEach(one -> refused.put(one.getRequestId(), one.getCode()));
        for (UsageRecord record : records) {
            settled(record, Optional.ofNullable(refused.get(record.getRequestId())));
            open.remove(record.getJournalSequence());
        }
        unanswered = List.of();
    }

    private void settled(UsageRecord record, Optional<String> refused) {
        UUID requestId = UUID.fromString(record.getRequestId());
        ByteString content = AckLog.content(record);
        if (content.equals(log.sent.get(requestId))) {
            // A forged record of the same batch has the same id; the true one was acked before it.
            if (refused.isEmpty() || log.acked.containsKey(requestId)) {
                log.acknowledged(requestId, content);
            } else {
                log.surprises.add("request " + requestId + " was refused: " + refused.get());
            }
        } else if (refused.equals(Optional.of("conflict"))) {
            log.conflicts.add(content);
        } else {
            log.surprises.add("request " + requestId + " has other content and was not refused");
        }
    }

    /** Prices and leases, now and then. */
    private void refresh() {
        if (priceVersion == 0 || chance.nextInt(10) == 0) {
            Line.call(site, LedgerGrpcClient.RateCard, RateCardRequest.getDefaultInstance())
                    .ifPresent(reply -> priceVersion = reply.getCard().getVersion());
        }
        if (leases.isEmpty() || chance.nextInt(6) == 0) {
            lease();
        }
    }

    private void lease() {
        if (chance.nextInt(40) == 0) {
            // Begins again, as after a crash: what it held is fenced.
            epoch = 0;
            leases.clear();
        }
        LeaseRequest.Builder request =
                LeaseRequest.newBuilder()
                        .setGatewayId(id)
                        .setEpoch(epoch)
                        .addWishes(wish(Office.TOKENS, 4_000))
                        .addWishes(wish(Office.DOLLARS, 4_000_000))
                        .addWishes(wish(Office.LIMIT, 3));
        if (chance.nextBoolean()) {
            leases.values().forEach(h -> request.addReleasedLeaseIds(h.grant().getLeaseId()));
        }
        Line.call(site, LedgerGrpcClient.Lease, request.build()).ifPresent(this::granted);
    }

    private LeaseWish.Builder wish(String budget, int amount) {
        return LeaseWish.newBuilder().setBudgetId(budget).setAmount(1 + chance.nextInt(amount));
    }

    private void granted(LeaseReply reply) {
        leases.clear();
        epoch = reply.getEpoch();
        for (LeaseGrant grant : reply.getGrantsList()) {
            if (!grant.getLeaseId().isEmpty() && grant.getAmount() > 0) {
                leases.put(grant.getBudgetId(), new Held(grant, grant.getAmount()));
                log.leases.put(UUID.fromString(grant.getLeaseId()), new AckLog.Lent(id, grant));
            }
        }
    }

    @Override
    public void close() {
        line.close();
    }
}
