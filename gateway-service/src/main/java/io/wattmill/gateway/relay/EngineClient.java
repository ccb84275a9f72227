// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.wattmill.gateway.socket.Turn;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * Connections of one event loop to engines. Addresses come from the router only, never from a
 * caller.
 */
final class EngineClient {

    private static final Logger LOG = LoggerFactory.getLogger(EngineClient.class);
    private static final int MAX_ADDRESSES = 4_096;

    private final HttpClient http;
    private final Map<String, Address> addresses = new HashMap<>();

    private record Address(String host, int port, boolean tls, String base) {

        static Address of(String url) {
            URI uri = URI.create(url);
            boolean tls = "https".equals(uri.getScheme());
            int port = uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80;
            String base = uri.getRawPath() == null ? "" : uri.getRawPath();
            return new Address(uri.getHost(), port, tls, base.replaceAll("/+$", ""));
        }
    }

    EngineClient(Vertx vertx, RelayConfig config, Turn turn) {
        HttpClientOptions options =
                new HttpClientOptions()
                        .setConnectTimeout((int) config.connectTimeout().toMillis())
                        .setMaxHeaderSize(16_384)
                        .setTcpNoDelay(true)
                        .setDecompressionSupported(false);
        PoolOptions pool =
                new PoolOptions()
                        .setHttp1MaxSize(config.maxConnectionsPerEngine())
                        .setMaxWaitQueueSize(config.maxWaitingPerEngine());
        http =
                vertx.httpClientBuilder()
                        .with(options)
                        .with(pool)
                        .withConnectHandler(
                                connection -> {
                                    connection.exceptionHandler(EngineClient::ignored);
                                    turn.gather(connection);
                                })
                        .build();
    }

    /**
     * Whoever waits for an answer is told. Without this the stack would log what the engine sent.
     */
    private static void ignored(Throwable cause) {
        LOG.atDebug()
                .addKeyValue("error", cause.getClass().getSimpleName())
                .log("an engine connection failed");
    }

    /** A request for {@code path} to the engine at {@code url}; it is not sent yet. */
    Future<HttpClientRequest> open(String url, String path) {
        try {
            Address address = address(url);
            return http.request(
                    new RequestOptions()
                            .setMethod(HttpMethod.POST)
                            .setHost(address.host())
                            .setPort(address.port())
                            .setSsl(address.tls())
                            .setURI(address.base() + path)
                            .setFollowRedirects(false));
        } catch (IllegalArgumentException | NullPointerException e) {
            return Future.failedFuture(e);
        }
    }

    private Address address(String url) {
        if (addresses.size() >= MAX_ADDRESSES) {
            addresses.clear();
        }
        return addresses.computeIfAbsent(url, Address::of);
    }

    Future<Void> close() {
        return http.close();
    }
}
