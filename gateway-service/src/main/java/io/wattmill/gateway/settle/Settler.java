// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.settle;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.wattmill.contract.ledger.v1.Ledger;
import io.wattmill.contract.ledger.v1.SettleAck;
import io.wattmill.gateway.crash.CrashPoint;
import io.wattmill.gateway.journal.Journal;
import io.wattmill.gateway.journal.SettleWindow;
import io.wattmill.gateway.watch.Backoff;
import io.wattmill.kit.time.Ticker;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps one stream to the ledger open and one batch of records under way on it, so that what is
 * confirmed is always a prefix of the journal. Whatever fails, the same records are sent again: the
 * ledger books each request id once.
 *
 * <p>Owned by one context; all state is touched there only.
 */
public final class Settler {

    private static final Logger LOG = LoggerFactory.getLogger(Settler.class);
    private static final int TICKS_PER_HEARTBEAT = 4;

    private final Vertx vertx;
    private final Context context;
    private final SettleConfig config;
    private final Journal journal;
    private final Ledger ledger;
    private final Ticker ticker;
    private final MeterRegistry metrics;
    private final Batches batches;
    private final Rejections rejections;
    private final Backoff backoff;
    private final AtomicBoolean due = new AtomicBoolean();
    private final List<Promise<Void>> flushes = new ArrayList<>();
    private Optional<SettleStream> stream = Optional.empty();
    private long timer = -1;
    private boolean pausing;
    private boolean away;
    private boolean stopped;

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
        this.batches = new Batches(journal, ticker, config.heartbeat());
        this.rejections = new Rejections(vertx, journal, metrics);
        this.backoff =
                new Backoff(config.minBackoff(), config.maxBackoff(), new SplittableRandom());
    }

    /** Begins; the ledger need not be there. */
    public void start() {
        journal.onDurable(this::wake);
        context.runOnContext(
                _ -> {
                    long periodMs =
                            Math.max(1, config.heartbeat().toMillis() / TICKS_PER_HEARTBEAT);
                    timer = vertx.setPeriodic(periodMs, _ -> tick());
                    connect();
                });
    }

    /** Completes when everything that was closed is confirmed, or after {@code limit}. */
    public Future<Void> flush(Duration limit) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(
                _ -> {
                    flushes.add(done);
                    send();
                    completeFlushes();
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
                    stream.ifPresent(SettleStream::close);
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
        if (!stopped) {
            SettleStream fresh =
                    new SettleStream(context, ticker.nanos(), this::acknowledged, this::broken);
            stream = Optional.of(fresh);
            fresh.open(ledger);
            send();
        }
    }

    private void tick() {
        stream.ifPresent(
                now -> {
                    long silence = now.silence(ticker.nanos());
                    if (now.isWaiting() && silence > config.ackTimeout().toNanos()) {
                        now.close();
                        broken(Optional.empty());
                    } else {
                        sendOn(now, silence >= config.heartbeat().toNanos());
                    }
                });
    }

    private void send() {
        stream.ifPresent(now -> sendOn(now, false));
    }

    /**
     * Sends the next records when nothing is under way; without records only the watermark, when it
     * is due.
     */
    private void sendOn(SettleStream now, boolean heartbeatDue) {
        if (now.isWaiting() || pausing || stopped) {
            return;
        }
        SettleWindow window = journal.window(config.maxBatch());
        if (heartbeatDue || !window.records().isEmpty()) {
            now.send(batches.of(window), window, ticker.nanos());
        }
    }

    private void acknowledged(SettleWindow window, SettleAck ack) {
        away = false;
        if (ack.getRetryReason().isEmpty()) {
            backoff.reset();
            pausing = true;
            rejections.keep(window, ack).onComplete(kept -> confirmed(window, kept.cause()));
        } else {
            metrics.counter("wattmill_settle_retries").increment();
            LOG.atWarn()
                    .addKeyValue("reason", ack.getRetryReason())
                    .log("the ledger asks for a batch again");
            pause();
        }
    }

    private void confirmed(SettleWindow window, @Nullable Throwable notKept) {
        if (notKept != null) {
            LOG.atError()
                    .setCause(notKept)
                    .log("refused records cannot be kept; they stay unsettled");
            pause();
            return;
        }
        pausing = false;
        CrashPoint.AFTER_SETTLE.pass();
        journal.settled(window.lastSequence());
        completeFlushes();
        send();
    }

    private void completeFlushes() {
        if (journal.unsettledRequests() == 0) {
            flushes.forEach(Promise::tryComplete);
            flushes.clear();
        }
    }

    private void broken(Optional<Throwable> cause) {
        stream = Optional.empty();
        if (!stopped) {
            metrics.counter("wattmill_settle_disconnects").increment();
            // Once for an outage: billing may be away for long, and is asked every few seconds.
            (away ? LOG.atDebug() : LOG.atWarn())
                    .setCause(cause.orElse(null))
                    .addKeyValue("unsettled", journal.unsettledRequests())
                    .log("settlement broke off and will begin again");
            away = true;
            vertx.setTimer(backoff.next(), _ -> connect());
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
