// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.wattmill.contract.fleet.v1.EngineKinds;
import io.wattmill.contract.placement.v1.Placed;
import io.wattmill.gateway.hosted.HostedApis;
import io.wattmill.gateway.hosted.HostedClients;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Connections of one event loop to engines. Addresses come from the router, and those of hosted
 * APIs from this gateway's own configuration; never from a caller.
 */
final class EngineClient {

    private static final Logger LOG = LoggerFactory.getLogger(EngineClient.class);
    private static final int MAX_ADDRESSES = 4_096;

    private final HttpClient http;
    private final HostedApis apis;
    private final HostedClients hosted;
    private final RelayMetrics metrics;
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

    EngineClient(Vertx vertx, RelayConfig config, HostedApis hosted, RelayMetrics metrics) {
        this.metrics = metrics;
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
        Consumer<HttpConnection> watch =
                connection -> connection.exceptionHandler(EngineClient::ignored);
        this.apis = hosted;
        this.hosted =
                new HostedClients(vertx, hosted, new HostedClients.Manner(options, pool, watch));
        http =
                vertx.httpClientBuilder()
                        .with(options)
                        .with(pool)
                        .withConnectHandler(watch::accept)
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

    /** A request for {@code path} to the engine that was chosen; it is not sent yet. */
    Future<HttpClientRequest> open(Placed placed, String path) {
        return isHosted(placed)
                ? hosted.open(placed.getNodeId(), path)
                : open(placed.getUrl(), path);
    }

    /** Why a request was not opened; counted where too many wait already. */
    EngineFailure notOpened(Throwable cause) {
        return switch (cause) {
            case ConnectionPoolTooBusyException _ -> {
                metrics.queueFull();
                yield EngineFailure.queueFull();
            }
            case HostedClients.UnknownApi _ -> EngineFailure.notConfigured();
            default -> EngineFailure.unreachable();
        };
    }

    /** What an engine said, without the key that it may have been sent. */
    EngineFailure withoutKey(Placed placed, EngineFailure failure) {
        return isHosted(placed)
                ? failure.withMessage(
                        apis.withoutKey(placed.getNodeId(), failure.error().message()))
                : failure;
    }

    private static boolean isHosted(Placed placed) {
        return placed.getEngineKind().equals(EngineKinds.HOSTED);
    }

    /** A request for {@code path} to an engine of the site's own; it is not sent yet. */
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
        return Future.join(http.close(), hosted.close()).mapEmpty();
    }
}
