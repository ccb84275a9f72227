// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;
import io.wattmill.kit.telemetry.Limits;
import io.wattmill.twin.emulator.engine.Job.TokenListener;
import io.wattmill.twin.emulator.wire.ChatAnswer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One answer on its way to its client. A client that leaves, or that does not read, takes its
 * sequence out of the engine.
 */
final class ChatExchange implements TokenListener {
    private static final Logger LOG = LoggerFactory.getLogger(ChatExchange.class);

    private final HttpServerResponse response;
    private final HttpConnection connection;
    private final ChatAnswer answer;
    private final MeterRegistry metrics;
    private final Runnable abort;

    /**
     * An exchange of which nothing is sent yet.
     *
     * @param response where the answer goes
     * @param connection the client's connection, closed when it does not read
     * @param answer makes the bytes
     * @param metrics counts limits that are hit
     * @param abort takes the sequence out of the engine; harmless when it has ended
     */
    ChatExchange(
            HttpServerResponse response,
            HttpConnection connection,
            ChatAnswer answer,
            MeterRegistry metrics,
            Runnable abort) {
        this.response = response;
        this.connection = connection;
        this.answer = answer;
        this.metrics = metrics;
        this.abort = abort;
    }

    /** The sequence has been taken in. Streams send their head now, as vLLM does, tokens or not. */
    void begin(boolean stream, int streamBufferBytes) {
        response.closeHandler(_ -> abort.run());
        response.exceptionHandler(_ -> abort.run());
        response.putHeader("content-type", answer.contentType());
        if (stream) {
            response.setWriteQueueMaxSize(streamBufferBytes);
            response.setChunked(true).writeHead().onFailure(_ -> abort.run());
        }
    }

    /** Must not throw: the engine's other sequences get their tokens in the same step. */
    @Override
    public void token(int cachedTokens, boolean last) {
        try {
            send(answer.token(cachedTokens, last), last);
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("answer failed");
            giveUp();
        }
    }

    private void send(byte[] bytes, boolean last) {
        if (last) {
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
