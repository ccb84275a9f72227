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

/** Sends one request over and over, each connection the next one as soon as it has its answer. */
final class ClosedLoop {
    private static final String LOOPBACK = "127.0.0.1";

    private final NetClient client;

    ClosedLoop(Vertx vertx) {
        client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    }

    /** Times of all answers, sorted. */
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    record Times(long[] nanos) {
        double p50Micros() {
            return nanos[nanos.length / 2] / 1e3;
        }

        double p99Micros() {
            return nanos[(int) (nanos.length * 0.99)] / 1e3;
        }
    }

    /** Blocks until {@code requests} answers have come; one that is not 200 ends it all. */
    Times run(int port, Buffer request, int connections, int requests, long limitSeconds) {
        var run = new Run(request, requests);
        for (int i = 0; i < Math.min(connections, requests); i++) {
            client.connect(port, LOOPBACK)
                    .onSuccess(socket -> new Caller(run, socket).call())
                    .onFailure(run.done::tryFail);
        }
        return run.done.future().timeout(limitSeconds, TimeUnit.SECONDS).await();
    }

    /** Belongs to one event loop, as the client of a program with one loop does. */
    private static final class Run {
        private final Buffer request;
        private final long[] nanos;
        private final Promise<Times> done = Promise.promise();
        private int sent;
        private int answered;

        Run(Buffer request, int requests) {
            this.request = request;
            this.nanos = new long[requests];
        }

        boolean take() {
            return !done.future().isComplete() && sent++ < nanos.length;
        }

        void answered(long took) {
            nanos[answered++] = took;
            if (answered == nanos.length) {
                Arrays.sort(nanos);
                done.tryComplete(new Times(nanos));
            }
        }
    }

    private static final class Caller {
        private final Run run;
        private final NetSocket socket;
        private HttpAnswer answer = new HttpAnswer();
        private long began;

        Caller(Run run, NetSocket socket) {
            this.run = run;
            this.socket = socket;
            socket.handler(this::heard);
            socket.closeHandler(_ -> run.done.tryFail("a connection was closed"));
        }

        void call() {
            if (run.take()) {
                answer = new HttpAnswer();
                began = System.nanoTime();
                socket.write(run.request).onFailure(run.done::tryFail);
            } else {
                socket.closeHandler(_ -> {});
                socket.close().onFailure(run.done::tryFail);
            }
        }

        private void heard(Buffer bytes) {
            try {
                if (answer.add(bytes)) {
                    run.answered(System.nanoTime() - began);
                    call();
                }
            } catch (IllegalStateException e) {
                run.done.tryFail(e);
            }
        }
    }
}
