// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.wattmill.gateway.capability.ApisConfig;
import io.wattmill.gateway.dialect.EngineRequest;
import io.wattmill.gateway.tokens.TokenReader;
import io.wattmill.kit.telemetry.Limits;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.OptionalLong;

/**
 * Asks engines how many tokens a prompt is: their own tokenizers know exactly, and are not on an
 * event loop of this process. One event loop.
 */
public final class TokenCounter {

    private static final Logger LOG = LoggerFactory.getLogger(TokenCounter.class);

    private final TokenizeCall calls;
    private final ApisConfig config;
    private final MeterRegistry metrics;
    private int asking;

    TokenCounter(TokenizeCall calls, ApisConfig config, MeterRegistry metrics) {
        this.calls = calls;
        this.config = config;
        this.metrics = metrics;
    }

    /**
     * The exact count; empty when the engine did not say it in time, or enough are being asked
     * already. Never fails.
     *
     * @param url base URL of an engine
     */
    public Future<OptionalLong> count(String url, EngineRequest request) {
        if (asking >= config.maxTokenCounts()) {
            Limits.hit(metrics, "apis.max-token-counts");
            return Future.succeededFuture(OptionalLong.empty());
        }
        asking++;
        return calls.ask(url, Buffer.buffer(request.body()))
                .map(TokenCounter::read)
                .otherwise(TokenCounter::unknown)
                .onComplete(_ -> asking--);
    }

    private static OptionalLong read(Buffer body) {
        try {
            return TokenReader.count(body.getBytes());
        } catch (IOException e) {
            return unknown(e);
        }
    }

    private static OptionalLong unknown(Throwable cause) {
        LOG.atDebug()
                .addKeyValue("error", cause.getClass().getSimpleName())
                .log("an engine did not count tokens");
        return OptionalLong.empty();
    }
}
