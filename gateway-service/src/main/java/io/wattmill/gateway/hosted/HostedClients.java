// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.hosted;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;

import java.net.ConnectException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Connections of one event loop to hosted APIs. Each has a client of its own, so that neither a key
 * nor a connection can go to another; certificates are always verified, redirects never followed.
 */
public final class HostedClients {

    private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

    private final Map<String, Door> doors = new HashMap<>();

    /** This gateway's configuration has no hosted API of that name: its own lack. */
    public static final class UnknownApi extends Exception {

        private static final long serialVersionUID = 1L;

        private UnknownApi(String node) {
            super("gateway.hosted.nodes lacks " + node);
        }
    }

    private record Door(HostedApi api, HttpClient http) {}

    /**
     * How connections are made.
     *
     * @param options times and sizes, without TLS
     * @param pool how many there may be to one API
     * @param onConnection hears of each
     */
    public record Manner(
            HttpClientOptions options, PoolOptions pool, Consumer<HttpConnection> onConnection) {}

    /** Connections of the current context. */
    public HostedClients(Vertx vertx, HostedApis apis, Manner manner) {
        apis.all().forEach(api -> doors.put(api.node(), new Door(api, client(vertx, api, manner))));
    }

    private static HttpClient client(Vertx vertx, HostedApi api, Manner manner) {
        return vertx.httpClientBuilder()
                .with(secured(new HttpClientOptions(manner.options()), api))
                .with(new PoolOptions(manner.pool()))
                .withConnectHandler(manner.onConnection()::accept)
                .build();
    }

    /** Certificate and name are checked by default, and nobody may say otherwise. */
    private static HttpClientOptions secured(HttpClientOptions options, HostedApi api) {
        if (api.url().tls()) {
            options.setSsl(true).setEnabledSecureTransportProtocols(PROTOCOLS);
            api.config()
                    .caFile()
                    .ifPresent(
                            file ->
                                    options.setTrustOptions(
                                            new PemTrustOptions()
                                                    .addCertPath(
                                                            file.toAbsolutePath().toString())));
        }
        return options;
    }

    /**
     * A request for {@code path} to the API of {@code node}, with its key; it is not sent yet.
     * Fails with {@link UnknownApi} where this gateway knows no such API, and otherwise where it
     * knows no address of it.
     */
    public Future<HttpClientRequest> open(String node, String path) {
        Door door = doors.get(node);
        return door == null
                ? Future.failedFuture(new UnknownApi(node))
                : door.api()
                        .address()
                        .map(address -> open(door, address, path))
                        .orElseGet(
                                () ->
                                        Future.failedFuture(
                                                new ConnectException("no address of " + node)));
    }

    private static Future<HttpClientRequest> open(Door door, InetAddress address, String path) {
        UpstreamUrl url = door.api().url();
        return door.http()
                .request(
                        new RequestOptions()
                                .setMethod(HttpMethod.POST)
                                .setServer(
                                        SocketAddress.inetSocketAddress(
                                                url.port(), address.getHostAddress()))
                                .setHost(url.host())
                                .setPort(url.port())
                                .setURI(url.base() + path + url.query())
                                .setFollowRedirects(false))
                .onSuccess(door.api()::authorize);
    }

    /** Closes all connections. */
    public Future<Void> close() {
        List<Future<Void>> closing =
                doors.values().stream().map(door -> door.http().close()).toList();
        return Future.join(closing).mapEmpty();
    }
}
