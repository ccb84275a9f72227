// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

import java.time.Duration;

/** Connections to one target. */
final class ChatClient {

    private final HttpClient http;
    private final RequestOptions options;

    ChatClient(Vertx vertx, ChatTarget target, ReplayConfig config) {
        this.http = vertx.createHttpClient(clientOptions(config), poolOptions(config));
        this.options = requestOptions(target, config);
    }

    private static HttpClientOptions clientOptions(ReplayConfig config) {
        return new HttpClientOptions()
                .setConnectTimeout(millis(config.connectTimeout()))
                .setKeepAliveTimeout((int) config.keepAliveTimeout().toSeconds())
                // A last resort: the exchange's own deadlines are shorter and say which one passed.
                .setIdleTimeout((int) config.totalTimeout().toSeconds() + 1);
    }

    /** A connection for each request in flight: the pool never makes one wait. */
    private static PoolOptions poolOptions(ReplayConfig config) {
        return new PoolOptions()
                .setHttp1MaxSize(config.maxInFlight())
                .setMaxWaitQueueSize(config.maxInFlight());
    }

    private static RequestOptions requestOptions(ChatTarget target, ReplayConfig config) {
        RequestOptions options =
                new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setHost(target.host())
                        .setPort(target.port())
                        .setSsl(target.isTls())
                        .setURI(target.path())
                        .setConnectTimeout(config.connectTimeout().toMillis())
                        .putHeader("content-type", "application/json")
                        .putHeader("accept", "text/event-stream");
        target.headers().forEach(options::putHeader);
        return target.key().isEmpty()
                ? options
                : options.putHeader("authorization", "Bearer " + target.key());
    }

    Future<Ended> send(Exchange exchange, byte[] body) {
        return exchange.send(http, options, body);
    }

    Future<Void> close() {
        return http.close();
    }

    private static int millis(Duration duration) {
        return (int) duration.toMillis();
    }
}
