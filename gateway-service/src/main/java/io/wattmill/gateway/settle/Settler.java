// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.settle;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.streams.ReadStream;
import io.wattmill.contract.ledger.v1.Ledger;
import io.wattmill.contract.ledger.v1.SettleAck;
import io.wattmill.contract.ledger.v1.SettleBatch;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.gateway.crash.CrashPoint;
import io.wattmill.gateway.journal.Journal;
import io.wattmill.gateway.journal.SettleWindow;
import io.wattmill.gateway.watch.Backoff;
import io.wattmill.kit.stream.Feed;
import io.wattmill.kit.time.Ticker;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Keeps one stream to the ledger open and one batch with records under way on it, so that what is
 * confirmed is always a prefix of the journal. Whatever fails, the same records are sent again: the
 * ledger books each request id once.
 *
 * <p>Owned by one context; all state is touched there only.
 */
public final class Settler {

    private static final Logger LOG = LoggerFactory.getLogger(Settler.class);
    private static final int FEED_CAPACITY = 64;

    private final Vertx vertx;
    private final Context context;
    private final SettleConfig config;
    private final Journal journal;
    private final Ledger ledger;
    private final Ticker ticker;
    private final MeterRegistry metrics;
    private final Backoff backoff;
    private final AtomicBoolean due = new AtomicBoolean();
    private long timer = -1;
    private boolean stopped;
    private boolean pausing;
    private @Nullable Stream stream;
    private @Nullable Promise<Void> flushed;

    /** One connection to the ledger. */
    private static final class Stream {
        final Feed<SettleBatch> feed;
        long batches;
        long sentNanos;
        @Nullable SettleWindow underWay;

        Stream(Feed<SettleBatch> feed) {
            this.feed = feed;
        }
    }

    /** Settles {@code journal} with {@code ledger} on a context of its own. */
    public Settler(
            Vertx vertx,
            SettleConfig config,
            Journal journal,
            Ledger ledger,
            Ticker ticker,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.config = config;
        this.journal = journal;
        this.ledger = ledger;
        this.ticker = ticker;
        this.metrics = metrics;
        this.backoff = new Backoff(config.minBackoff(), config.maxBackoff(), jitter());
    }

    private static RandomGenerator jitter() {
        return new SplittableRandom(ThreadLocalRandom.current().nextLong());
    }

    /** Begins; the ledger need not be there. */
    public void start() {
        journal.onDurable(this::wake);
        context.runOnContext(
                _ -> {
                    long tick = Math.max(10, config.heartbeat().toMillis() / 4);
                    timer = vertx.setPeriodic(tick, _ -> tick());
                    connect();
                });
    }

    /** Completes when everything that was closed before is confirmed, or after {@code limit}. */
    public Future<Void> flush(Duration limit) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(
                _ -> {
                    flushed = done;
                    send();
                    completeFlush();
                });
        long bound = vertx.setTimer(Math.max(1, limit.toMillis()), _ -> done.tryComplete());
        return done.future().onComplete(_ -> vertx.cancelTimer(bound));
    }

    /** Ends the stream. What is not confirmed stays in the journal. */
    public Future<Void> stop() {
        Promise<Void> done = Promise.promise();
        context.runOnContext(
                _ -> {
                    stopped = true;
                    vertx.cancelTimer(timer);
                    drop();
                    done.complete();
                });
        return done.future();
    }

    /** From the journal's thread; many calls become one. */
    private void wake() {
        if (due.compareAndSet(false, true)) {
            context.runOnContext(
                    _ -> {
                        due.set(false);
                        send();
                    });
        }
    }

    private void connect() {
        Stream fresh = new Stream(Feed.on(context, FEED_CAPACITY));
        fresh.sentNanos = ticker.nanos();
        stream = fresh;
        call(fresh.feed)
                .onSuccess(acks -> attach(fresh, acks))
                .onFailure(e -> broken(fresh, "settlement cannot begin", e));
        send();
    }

    private Future<ReadStream<SettleAck>> call(Feed<SettleBatch> feed) {
        try {
            return ledger.settle(feed);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private void attach(Stream owner, ReadStream<SettleAck> acks) {
        acks.exceptionHandler(e -> onContext(() -> broken(owner, "settlement broke off", e)));
        acks.endHandler(_ -> onContext(() -> broken(owner, "settlement ended", null)));
        acks.handler(ack -> onContext(() -> acknowledged(owner, ack)));
    }

    private void onContext(Runnable work) {
        context.runOnContext(_ -> work.run());
    }

    private void tick() {
        Stream now = stream;
        if (now == null) {
            return;
        }
        long silence = ticker.nanos() - now.sentNanos;
        if (now.underWay != null && silence > config.ackTimeout().toNanos()) {
            broken(now, "the ledger does not answer", null);
        } else if (silence >= config.heartbeat().toNanos()) {
            heartbeat(now);
        } else {
            send();
        }
    }

    private void heartbeat(Stream now) {
        if (now.underWay == null && !pausing) {
            offer(now, journal.window(config.maxBatch()));
        }
    }

    /** Sends the next records, when there are any and nothing is under way. */
    private void send() {
        Stream now = stream;
        if (now == null || now.underWay != null || pausing || stopped) {
            return;
        }
        SettleWindow window = journal.window(config.maxBatch());
        if (!window.records().isEmpty()) {
            offer(now, window);
        }
    }

    private void offer(Stream now, SettleWindow window) {
        now.batches++;
        now.sentNanos = ticker.nanos();
        now.underWay = window.records().isEmpty() ? null : window;
        if (!now.feed.offer(batch(now.batches, window))) {
            broken(now, "the settlement stream takes no more", null);
        }
    }

    private SettleBatch batch(long number, SettleWindow window) {
        return SettleBatch.newBuilder()
                .setGatewayId(journal.gatewayId())
                .setJournalId(journal.journalId())
                .setBatch(number)
                .setWatermarkUs(window.watermarkUs())
                .setSettledThrough(window.settledThrough())
                .setClosedThrough(window.closedThrough())
                .addAllRecords(window.records())
                .build();
    }

    private void acknowledged(Stream owner, SettleAck ack) {
        SettleWindow window = owner.underWay;
        if (stream != owner || window == null || ack.getBatch() != owner.batches) {
            return;
        }
        owner.underWay = null;
        if (ack.getRetryReason().isEmpty()) {
            backoff.reset();
            reject(ack, window).onComplete(result -> confirmed(window, result.cause()));
        } else {
            metrics.counter("wattmill_settle_retries").increment();
            LOG.atWarn()
                    .addKeyValue("reason", ack.getRetryReason())
                    .log("the ledger asks for a batch again");
            pause();
        }
    }

    /** Records that were refused are kept in a file before the journal lets go of them. */
    private Future<Void> reject(SettleAck ack, SettleWindow window) {
        if (ack.getRejectedCount() == 0) {
            return Future.succeededFuture();
        }
        Map<String, UsageRecord> records =
                window.records().stream()
                        .collect(
                                Collectors.toMap(
                                        UsageRecord::getRequestId,
                                        Function.identity(),
                                        (a, _) -> a));
        return vertx.executeBlocking(() -> rejectAll(ack, records)).mapEmpty();
    }

    private int rejectAll(SettleAck ack, Map<String, UsageRecord> records) {
        ack.getRejectedList()
                .forEach(rejected -> reject(records.get(rejected.getRequestId()), rejected));
        return ack.getRejectedCount();
    }

    private void reject(@Nullable UsageRecord record, SettleAck.Rejected rejected) {
        if (record != null) {
            metrics.counter("wattmill_settle_rejected").increment();
            LOG.atError()
                    .addKeyValue("request_id", rejected.getRequestId())
                    .addKeyValue("code", rejected.getCode())
                    .log("the ledger refused a record; it is in the journal's rejected file");
            journal.reject(record, rejected.getCode(), rejected.getMessage());
        }
    }

    private void confirmed(SettleWindow window, @Nullable Throwable keepingFailed) {
        if (keepingFailed != null) {
            LOG.atError()
                    .setCause(keepingFailed)
                    .log("refused records cannot be kept; they stay unsettled");
            pause();
            return;
        }
        CrashPoint.AFTER_SETTLE.pass();
        journal.settled(window.lastSequence());
        completeFlush();
        send();
    }

    private void completeFlush() {
        Promise<Void> waiting = flushed;
        if (waiting != null && journal.unsettledRequests() == 0) {
            waiting.tryComplete();
            flushed = null;
        }
    }

    private void broken(Stream owner, String what, @Nullable Throwable cause) {
        if (stream != owner || stopped) {
            return;
        }
        metrics.counter("wattmill_settle_disconnects").increment();
        LOG.atWarn()
                .setCause(cause)
                .addKeyValue("unsettled", journal.unsettledRequests())
                .log(what);
        drop();
        long pauseMs = backoff.next();
        vertx.setTimer(
                pauseMs,
                _ -> {
                    if (!stopped && stream == null) {
                        connect();
                    }
                });
    }

    private void drop() {
        Stream now = stream;
        stream = null;
        if (now != null) {
            now.feed.end();
        }
    }

    private void pause() {
        pausing = true;
        vertx.setTimer(
                backoff.next(),
                _ -> {
                    pausing = false;
                    send();
                });
    }
}
