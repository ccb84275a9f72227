// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.measure;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Many slow streams at once: how long their chunks were on the way. Begins so many a second; all
 * run together for a while. Its parts belong to one event loop.
 */
final class SlowStreams {
    private static final int TICK_MS = 10;
    private static final long LIMIT_SECONDS = 120;

    private final Vertx vertx;
    private final NetClient client;
    private final int streams;
    private final int port;
    private final Buffer request;
    private final Promise<Void> open = Promise.promise();
    private final Promise<Void> over = Promise.promise();
    private long[] latencies = new long[1 << 16];
    private int chunks;
    private boolean measuring;
    private int begun;
    private int started;
    private int ended;

    SlowStreams(Vertx vertx, int streams, int port, Buffer request) {
        this.vertx = vertx;
        this.client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
        this.streams = streams;
        this.port = port;
        this.request = request;
    }

    /** Blocks until every stream has its first chunk. */
    void begin(int perSecond) {
        int each = Math.max(1, perSecond * TICK_MS / 1_000);
        vertx.setPeriodic(
                TICK_MS,
                timer -> {
                    for (int i = 0; i < each && begun < streams; i++) {
                        begun++;
                        connect();
                    }
                    if (begun == streams) {
                        vertx.cancelTimer(timer);
                    }
                });
        open.future().timeout(LIMIT_SECONDS, TimeUnit.SECONDS).await();
    }

    private void connect() {
        client.connect(port, "127.0.0.1")
                .onSuccess(socket -> new Caller(socket).call())
                .onFailure(this::fail);
    }

    private void fail(Throwable cause) {
        open.tryFail(cause);
        over.tryFail(cause);
    }

    /** From now on, or from now on no more, chunks count. */
    void measure(boolean on) {
        vertx.runOnContext(_ -> measuring = on);
    }

    /** Blocks until every stream has ended well; the latencies of all chunks that count, sorted. */
    ClosedLoop.Times end() {
        over.future().timeout(LIMIT_SECONDS, TimeUnit.SECONDS).await();
        client.close().await();
        long[] all = Arrays.copyOf(latencies, chunks);
        Arrays.sort(all);
        return new ClosedLoop.Times(all);
    }

    private void heard(long took) {
        if (measuring) {
            if (chunks == latencies.length) {
                latencies = Arrays.copyOf(latencies, 2 * chunks);
            }
            latencies[chunks++] = took;
        }
    }

    private final class Caller {
        private final NetSocket socket;
        private final Stamp.Reader reader = new Stamp.Reader();
        private boolean headed;
        private boolean first = true;

        private Caller(NetSocket socket) {
            this.socket = socket;
            socket.handler(this::bytes);
            socket.closeHandler(_ -> fail(new IllegalStateException("a stream was cut")));
        }

        private void call() {
            socket.write(request).onFailure(SlowStreams.this::fail);
        }

        private void bytes(Buffer bytes) {
            long now = System.nanoTime();
            if (!headed && !bytes.getString(0, Math.min(12, bytes.length())).endsWith(" 200")) {
                fail(new IllegalStateException("not answered: " + bytes));
            }
            headed = true;
            for (int at = 0; at < bytes.length(); at++) {
                long stamp = reader.next(bytes.getByte(at));
                if (stamp >= 0) {
                    heard(now - stamp);
                    begins();
                }
            }
            if (reader.isDone()) {
                leave();
            }
        }

        private void begins() {
            if (first) {
                first = false;
                if (++started == streams) {
                    open.tryComplete();
                }
            }
        }

        private void leave() {
            socket.handler(null);
            socket.closeHandler(null);
            socket.close();
            if (++ended == streams) {
                over.tryComplete();
            }
        }
    }
}
