// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.twin.emulator.engine.Job.TokenListener;
import io.wattmill.twin.emulator.reply.EngineReply;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One answer on its way to its client. A client that leaves, or that does not read, takes its
 * sequences out of the engine.
 */
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final HttpServerResponse response;
    private final HttpConnection connection;
    private final EngineReply reply;
    private final MeterRegistry metrics;
    private final Runnable abort;

    /**
     * An exchange of which nothing is sent yet.
     *
     * @param response where the answer goes
     * @param connection the client's connection, closed when it does not read
     * @param reply makes the bytes
     * @param metrics counts limits that are hit
     * @param abort takes its sequences out of the engine; harmless when they have ended
     */
    Exchange(
            HttpServerResponse response,
            HttpConnection connection,
            EngineReply reply,
            MeterRegistry metrics,
            Runnable abort) {
        this.response = response;
        this.connection = connection;
        this.reply = reply;
        this.metrics = metrics;
        this.abort = abort;
    }

    /** The sequences have been taken in. Streams send their head now, as vLLM does. */
    void begin(int streamBufferBytes) {
        response.closeHandler(_ -> abort.run());
        response.exceptionHandler(_ -> abort.run());
        response.putHeader("content-type", reply.contentType());
        if (reply.stream()) {
            response.setWriteQueueMaxSize(streamBufferBytes);
            response.setChunked(true).writeHead().onFailure(_ -> abort.run());
        }
    }

    /** Hears of one sequence's tokens. */
    TokenListener listener(int sequence) {
        return (cachedTokens, _) -> token(sequence, cachedTokens);
    }

    /** Must not throw: the engine's other sequences get their tokens in the same step. */
    private void token(int sequence, int cachedTokens) {
        try {
            send(reply.token(sequence, cachedTokens));
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("answer failed");
            giveUp();
        }
    }

    private void send(byte[] bytes) {
        if (reply.over()) {
            response.end(Buffer.buffer(bytes)).onFailure(_ -> abort.run());
        } else if (bytes.length > 0) {
            response.write(Buffer.buffer(bytes)).onFailure(_ -> abort.run());
            cutOffIfNotRead();
        }
    }

    private void cutOffIfNotRead() {
        if (response.writeQueueFull()) {
            Limits.hit(metrics, "twin.emulator.limits.stream-buffer-bytes");
            giveUp();
        }
    }

    private void giveUp() {
        abort.run();
        connection.close().onFailure(e -> LOG.atDebug().setCause(e).log("close failed"));
    }
}
