// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.settle;

import io.vertx.core.Context;
import io.vertx.core.streams.ReadStream;
import io.wattmill.contract.ledger.v1.Ledger;
import io.wattmill.contract.ledger.v1.SettleAck;
import io.wattmill.contract.ledger.v1.SettleBatch;
import io.wattmill.gateway.journal.SettleWindow;
import io.wattmill.kit.stream.Feed;
import io.wattmill.kit.vertx.Contexts;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * One connection to the ledger, with at most one batch of records under way. Belongs to one
 * context; its listeners are called there.
 */
final class SettleStream {

    private static final int CAPACITY = 64;

    private final Context context;
    private final Feed<SettleBatch> feed;
    private final BiConsumer<SettleWindow, SettleAck> onAck;
    private final Consumer<Optional<Throwable>> onBroken;
    private Optional<SettleWindow> underWay = Optional.empty();
    private long batches;
    private long sentNanos;
    private boolean over;

    /**
     * A stream that is not open yet.
     *
     * @param onAck hears the answer to each batch with records
     * @param onBroken hears once that the stream is over; not when it was closed from here
     */
    SettleStream(
            Context context,
            long nowNanos,
            BiConsumer<SettleWindow, SettleAck> onAck,
            Consumer<Optional<Throwable>> onBroken) {
        this.context = context;
        this.feed = Feed.on(context, CAPACITY);
        this.onAck = onAck;
        this.onBroken = onBroken;
        this.sentNanos = nowNanos;
    }

    void open(Ledger ledger) {
        Contexts.guarded(() -> ledger.settle(feed))
                .onSuccess(this::attach)
                .onFailure(e -> broken(Optional.of(e)));
    }

    private void attach(ReadStream<SettleAck> acks) {
        acks.exceptionHandler(e -> broken(Optional.of(e)));
        acks.endHandler(_ -> broken(Optional.empty()));
        acks.handler(ack -> context.runOnContext(_ -> answered(ack)));
    }

    private void answered(SettleAck ack) {
        Optional<SettleWindow> window = underWay;
        if (!over && window.isPresent() && ack.getBatch() == batches) {
            underWay = Optional.empty();
            onAck.accept(window.get(), ack);
        }
    }

    /** Whether a batch with records waits for its answer. */
    boolean isWaiting() {
        return underWay.isPresent();
    }

    /** Time since the last batch, or since the stream was made. */
    long silence(long nowNanos) {
        return nowNanos - sentNanos;
    }

    /** Sends a batch; its number is set here. */
    void send(SettleBatch.Builder batch, SettleWindow window, long nowNanos) {
        batches++;
        sentNanos = nowNanos;
        underWay = Optional.of(window).filter(w -> !w.records().isEmpty());
        if (!feed.offer(batch.setBatch(batches).build())) {
            broken(Optional.of(new IllegalStateException("the settlement stream takes no more")));
        }
    }

    private void broken(Optional<Throwable> cause) {
        context.runOnContext(
                _ -> {
                    if (!over) {
                        close();
                        onBroken.accept(cause);
                    }
                });
    }

    /** Ends the stream from here; nothing more is heard of it. */
    void close() {
        over = true;
        feed.end();
    }
}
