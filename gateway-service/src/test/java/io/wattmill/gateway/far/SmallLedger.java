// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.far;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.streams.ReadStream;
import io.wattmill.contract.common.v1.FacilityFactors;
import io.wattmill.contract.ledger.v1.BudgetTerms;
import io.wattmill.contract.ledger.v1.BudgetsReply;
import io.wattmill.contract.ledger.v1.BudgetsRequest;
import io.wattmill.contract.ledger.v1.LeaseReply;
import io.wattmill.contract.ledger.v1.LeaseRequest;
import io.wattmill.contract.ledger.v1.Ledger;
import io.wattmill.contract.ledger.v1.ModelPrice;
import io.wattmill.contract.ledger.v1.RateCard;
import io.wattmill.contract.ledger.v1.RateCardReply;
import io.wattmill.contract.ledger.v1.RateCardRequest;
import io.wattmill.contract.ledger.v1.SettleAck;
import io.wattmill.contract.ledger.v1.SettleBatch;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.kit.stream.Feed;
import io.wattmill.kit.testing.Await;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A ledger in memory: books each request id once, in order of arrival, and may be away or contrary
 * when told.
 */
public final class SmallLedger implements Ledger {

    public static final RateCard CARD =
            RateCard.newBuilder()
                    .setVersion(3)
                    .setCurrency("USD")
                    .addModels(
                            ModelPrice.newBuilder()
                                    .setModel("llama")
                                    .setInputPerMtok("0.10")
                                    .setCacheReadPerMtok("0.025")
                                    .setOutputPerMtok("0.40"))
                    .addModels(
                            ModelPrice.newBuilder()
                                    .setModel("mini")
                                    .setInputPerMtok("0.02")
                                    .setCacheReadPerMtok("0.005")
                                    .setOutputPerMtok("0.08"))
                    .addModels(ModelPrice.newBuilder().setModel("e5").setInputPerMtok("0.02"))
                    .setFacility(
                            FacilityFactors.newBuilder()
                                    .setHostSharePpm(120_000)
                                    .setPuePpm(1_250_000)
                                    .setCarbonUgPerKwh(380_000_000L)
                                    .setElectricityPricePerKwh("0.085"))
                    .build();

    private final Vertx vertx;
    private final Map<String, UsageRecord> booked = new LinkedHashMap<>();
    private final List<SettleBatch> batches = new ArrayList<>();
    private final List<String> conflicts = new ArrayList<>();
    private boolean away;
    private boolean refusesUnpriced;
    private List<BudgetTerms> budgets = List.of();
    private int silent;
    private int retries;
    private @Nullable String refused;
    private @Nullable Feed<SettleAck> open;

    public SmallLedger(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Refuses every call, and cuts the stream that is open. */
    public synchronized void away(boolean now) {
        away = now;
        if (now && open != null) {
            open.fail(new IllegalStateException("the ledger went away"));
        }
    }

    /** Has gateways refuse what the card has no price for. */
    public synchronized void refuseUnpriced(boolean now) {
        refusesUnpriced = now;
    }

    /** Books the next batches with records and does not say so. */
    public synchronized void silent(int count) {
        silent = count;
    }

    /** Answers the next batches with records with a request to send them again. */
    public synchronized void retry(int count) {
        retries = count;
    }

    /** Tells these when it is asked for budgets; leases of them it never grants. */
    public synchronized void budgets(List<BudgetTerms> terms) {
        budgets = List.copyOf(terms);
    }

    /** Refuses records whose model is this. */
    public synchronized void refuse(String model) {
        refused = model;
    }

    public synchronized void forget() {
        booked.clear();
        batches.clear();
        conflicts.clear();
        budgets = List.of();
        refused = null;
        silent = 0;
        retries = 0;
        away = false;
        refusesUnpriced = false;
    }

    public synchronized List<UsageRecord> booked() {
        return List.copyOf(booked.values());
    }

    public synchronized List<SettleBatch> batches() {
        return List.copyOf(batches);
    }

    /** Request ids that came again with other content. */
    public synchronized List<String> conflicts() {
        return List.copyOf(conflicts);
    }

    public synchronized Optional<UsageRecord> find(String requestId) {
        return Optional.ofNullable(booked.get(requestId));
    }

    /** Waits until a request is booked. */
    public UsageRecord await(String requestId) {
        Await.until(() -> find(requestId).isPresent(), "request " + requestId + " is booked");
        return find(requestId).orElseThrow();
    }

    @Override
    public Future<LeaseReply> lease(LeaseRequest request) {
        return Future.succeededFuture(LeaseReply.getDefaultInstance());
    }

    @Override
    public synchronized Future<BudgetsReply> budgets(BudgetsRequest request) {
        return away
                ? Future.failedFuture("away")
                : Future.succeededFuture(
                        BudgetsReply.newBuilder()
                                .setRevision(1 + budgets.hashCode())
                                .addAllBudgets(budgets)
                                .build());
    }

    @Override
    public synchronized Future<RateCardReply> rateCard(RateCardRequest request) {
        if (away) {
            return Future.failedFuture("away");
        }
        RateCardReply.Builder reply = RateCardReply.newBuilder().setRefuseUnpriced(refusesUnpriced);
        return Future.succeededFuture(
                request.getKnownVersion() == CARD.getVersion()
                        ? reply.setUnchanged(true).build()
                        : reply.setCard(CARD).build());
    }

    @Override
    public synchronized Future<ReadStream<SettleAck>> settle(ReadStream<SettleBatch> request) {
        if (away) {
            return Future.failedFuture("away");
        }
        Context context = vertx.getOrCreateContext();
        Feed<SettleAck> acks = Feed.on(context, 256);
        open = acks;
        request.handler(batch -> book(batch, acks));
        request.endHandler(_ -> acks.end());
        return Future.succeededFuture(acks);
    }

    private synchronized void book(SettleBatch batch, Feed<SettleAck> acks) {
        if (away) {
            return;
        }
        batches.add(batch);
        SettleAck.Builder ack = SettleAck.newBuilder().setBatch(batch.getBatch());
        boolean full = batch.getRecordsCount() > 0;
        if (full && retries > 0) {
            retries--;
            acks.offer(ack.setRetryReason("not now").build());
            return;
        }
        batch.getRecordsList().forEach(record -> book(record, ack));
        if (full && silent > 0) {
            silent--;
        } else {
            acks.offer(ack.build());
        }
    }

    private void book(UsageRecord record, SettleAck.Builder ack) {
        if (record.getModel().equals(refused)) {
            ack.addRejected(
                    SettleAck.Rejected.newBuilder()
                            .setRequestId(record.getRequestId())
                            .setCode("refused")
                            .setMessage("told so"));
            return;
        }
        UsageRecord before = booked.putIfAbsent(record.getRequestId(), record);
        if (before != null && !before.equals(record)) {
            conflicts.add(record.getRequestId());
        }
    }
}
