// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * Requests at a rate, whatever their answers take: whole answers, streams, and streams that are
 * left at their first part. Its parts belong to one event loop.
 */
final class PacedLoad {
    private static final int TICK_MS = 5;
    private static final int HUNDRED = 100;
    private static final long END_SECONDS = 60;

    private final Vertx vertx;
    private final NetClient client;
    private final Plan plan;
    private final ArrayDeque<Caller> idle = new ArrayDeque<>();
    private final Promise<Void> over = Promise.promise();
    private volatile Counts counts = new Counts(0, 0, 0, 0, 0);
    private volatile boolean ending;
    private long begun;
    private long since;
    private int open;

    PacedLoad(Vertx vertx, Plan plan) {
        this.vertx = vertx;
        this.client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
        this.plan = plan;
    }

    /**
     * What is sent.
     *
     * @param whole asks for a whole answer
     * @param stream asks for a stream
     * @param perSecond requests
     * @param streamPercent of them are streams
     * @param abortPercent of them are streams that are left
     * @param maxOpen connections at once; what would need more is left out, and counted
     */
    record Plan(
            int port,
            Buffer whole,
            Buffer stream,
            double perSecond,
            int streamPercent,
            int abortPercent,
            int maxOpen) {}

    /** What came of it. */
    record Counts(long answered, long streamed, long left, long failed, long leftOut) {}

    private enum Kind {
        WHOLE,
        STREAM,
        ABORT
    }

    /** Sends until {@link #end}. */
    void begin() {
        since = System.nanoTime();
        vertx.setPeriodic(
                TICK_MS,
                timer -> {
                    if (ending) {
                        vertx.cancelTimer(timer);
                        endIfDone();
                    } else {
                        send();
                    }
                });
    }

    Counts counts() {
        return counts;
    }

    /** Blocks until every request that was begun is over. */
    void end() {
        ending = true;
        over.future().timeout(END_SECONDS, TimeUnit.SECONDS).await();
        client.close().await();
    }

    private void send() {
        long due = (long) ((System.nanoTime() - since) / 1e9 * plan.perSecond());
        for (; begun < due; begun++) {
            var kind = kind(begun % HUNDRED);
            var free = idle.poll();
            if (free != null) {
                free.call(kind);
            } else if (open < plan.maxOpen()) {
                connect(kind);
            } else {
                count(0, 0, 0, 0, 1);
            }
        }
    }

    private Kind kind(long percentile) {
        if (percentile < plan.abortPercent()) {
            return Kind.ABORT;
        }
        return percentile < plan.abortPercent() + plan.streamPercent() ? Kind.STREAM : Kind.WHOLE;
    }

    private void connect(Kind kind) {
        open++;
        client.connect(plan.port(), "127.0.0.1")
                .onSuccess(socket -> new Caller(socket).call(kind))
                .onFailure(
                        _ -> {
                            open--;
                            count(0, 0, 0, 1, 0);
                        });
    }

    private void count(int answered, int streamed, int left, int failed, int leftOut) {
        var now = counts;
        counts =
                new Counts(
                        now.answered + answered,
                        now.streamed + streamed,
                        now.left + left,
                        now.failed + failed,
                        now.leftOut + leftOut);
    }

    private void endIfDone() {
        if (ending && open == idle.size()) {
            over.tryComplete();
        }
    }

    private final class Caller {
        private final NetSocket socket;
        private HttpAnswer answer = new HttpAnswer();
        private Kind kind = Kind.WHOLE;
        private boolean busy;

        private Caller(NetSocket socket) {
            this.socket = socket;
            socket.handler(this::heard);
            socket.closeHandler(_ -> closed());
        }

        private void call(Kind what) {
            kind = what;
            busy = true;
            answer = new HttpAnswer();
            socket.write(what == Kind.WHOLE ? plan.whole() : plan.stream());
        }

        private void heard(Buffer bytes) {
            if (!busy) {
                return;
            }
            boolean whole = isWhole(bytes);
            if (kind == Kind.ABORT) {
                busy = false;
                count(0, 0, 1, 0, 0);
                socket.close();
            } else if (whole) {
                busy = false;
                count(kind == Kind.WHOLE ? 1 : 0, kind == Kind.STREAM ? 1 : 0, 0, 0, 0);
                idle.push(this);
                endIfDone();
            }
        }

        /** What is not answered with 200 fails, and so does its connection. */
        private boolean isWhole(Buffer bytes) {
            try {
                return answer.add(bytes);
            } catch (IllegalStateException _) {
                socket.close();
                return false;
            }
        }

        private void closed() {
            open--;
            idle.remove(this);
            if (busy) {
                count(0, 0, 0, 1, 0);
            }
            endIfDone();
        }
    }
}
