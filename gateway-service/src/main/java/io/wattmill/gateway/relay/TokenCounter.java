// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.wattmill.gateway.capability.ApisConfig;
import io.wattmill.gateway.dialect.EngineRequest;
import io.wattmill.kit.telemetry.Limits;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Asks engines how many tokens a prompt is: their own tokenizers know exactly, and are not on an
 * event loop of this process. One event loop.
 */
public final class TokenCounter {

    private static final Logger LOG = LoggerFactory.getLogger(TokenCounter.class);
    private static final JsonFactory JSON = new JsonFactory();
    private static final int OK = 200;

    private final EngineClient engines;
    private final ApisConfig config;
    private final int maxAnswerBytes;
    private final MeterRegistry metrics;
    private int asking;

    TokenCounter(
            EngineClient engines, ApisConfig config, int maxAnswerBytes, MeterRegistry metrics) {
        this.engines = engines;
        this.config = config;
        this.maxAnswerBytes = maxAnswerBytes;
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
        Future<HttpClientRequest> opening = engines.open(url, "/tokenize");
        return inTime(inTime(opening).compose(call -> ask(call, request)))
                .onFailure(_ -> opening.onSuccess(TokenCounter::reset))
                .otherwise(TokenCounter::unknown)
                .onComplete(_ -> asking--);
    }

    /**
     * A full pool may keep a call longer than the engine itself: there is a bound to the wait for a
     * connection, after which nothing is sent, and the same to all of it.
     */
    private <T> Future<T> inTime(Future<T> answer) {
        return answer.timeout(config.tokenCountTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    private Future<OptionalLong> ask(HttpClientRequest call, EngineRequest request) {
        return call.putHeader("content-type", "application/json")
                .send(Buffer.buffer(request.body()))
                .compose(this::body)
                .map(TokenCounter::read);
    }

    private static void reset(HttpClientRequest call) {
        call.reset().onFailure(TokenCounter::unknown);
    }

    private Future<Buffer> body(HttpClientResponse response) {
        String length = response.getHeader("content-length");
        boolean small = length != null && length.length() < 9 && fits(length);
        return response.statusCode() == OK && small
                ? response.body()
                : Future.failedFuture(new IOException("no count of tokens"));
    }

    private boolean fits(String length) {
        return length.chars().allMatch(Character::isDigit)
                && Integer.parseInt(length) <= maxAnswerBytes;
    }

    /** The member {@code count}, which engines say before the tokens themselves. */
    private static OptionalLong read(Buffer body) {
        try (JsonParser parser = JSON.createParser(body.getBytes())) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = parser.currentName().equals("count");
                JsonToken value = parser.nextToken();
                if (found) {
                    return value == JsonToken.VALUE_NUMBER_INT && parser.getLongValue() >= 0
                            ? OptionalLong.of(parser.getLongValue())
                            : OptionalLong.empty();
                }
                parser.skipChildren();
            }
            return OptionalLong.empty();
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
