// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.wattmill.gateway.reply.Buffers;
import io.wattmill.gateway.reply.Reply;
import io.wattmill.gateway.wire.ApiError;
import io.wattmill.gateway.wire.Slice;
import io.wattmill.kit.time.Clock;
import io.wattmill.kit.tls.Tls;
import io.wattmill.kit.tls.TlsConfig;
import io.wattmill.kit.trust.Seal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * Passes a call on to a service behind the gateway, with proof of who asks. Headers are an
 * allow-list in both directions, so nothing that a caller sends can look like the proof.
 */
final class BackendProxy {

    private static final Logger LOG = LoggerFactory.getLogger(BackendProxy.class);
    private static final List<String> FORWARDED = List.of("content-type", "accept");
    private static final List<String> RETURNED =
            List.of(
                    "content-type",
                    "content-length",
                    "content-disposition",
                    "retry-after",
                    "cache-control");
    private static final int RETRY_SECONDS = 1;

    private final String name;
    private final URI target;
    private final HttpClient http;
    private final Seal seal;
    private final Clock clock;
    private final long timeoutMs;
    private final BodyReader.Bounds bounds;

    BackendProxy(
            Vertx vertx,
            String name,
            URI target,
            TlsConfig tls,
            HttpConfig config,
            BodyReader.Bounds bounds,
            Seal seal,
            Clock clock) {
        this.name = name;
        this.target = target;
        this.seal = seal;
        this.clock = clock;
        this.timeoutMs = config.proxyTimeout().toMillis();
        this.bounds = bounds;
        this.http =
                vertx.createHttpClient(
                        options(target, tls),
                        new PoolOptions()
                                .setHttp1MaxSize(config.maxProxyConnections())
                                .setMaxWaitQueueSize(config.maxProxyConnections()));
    }

    /** Clear text on loopback alone: {@code Destination} has checked. */
    private static HttpClientOptions options(URI target, TlsConfig tls) {
        HttpClientOptions options = new HttpClientOptions().setConnectTimeout(2_000);
        return target.getScheme().equals("https") ? Tls.secure(options, tls) : options;
    }

    void handle(Call call) {
        handle(call, Map.of());
    }

    /** As {@link #handle(Call)}, with headers that the gateway itself adds. */
    void handle(Call call, Map<String, String> added) {
        call.body(
                bounds,
                body -> send(call, body.bytes(), added).onComplete(_ -> body.release().run()));
    }

    private Future<Void> send(Call call, byte[] body, Map<String, String> added) {
        return http.request(options(call))
                .compose(
                        request ->
                                headed(request, call, added)
                                        .send(Buffers.of(List.of(Slice.of(body)))))
                .onSuccess(response -> pass(call.reply(), response))
                .onFailure(e -> failed(call, e))
                .mapEmpty();
    }

    private RequestOptions options(Call call) {
        String query = call.request().query();
        return new RequestOptions()
                .setMethod(call.request().method())
                .setHost(target.getHost())
                .setPort(target.getPort())
                .setURI(query == null ? call.path() : call.path() + "?" + query)
                .setFollowRedirects(false)
                .setIdleTimeout(timeoutMs);
    }

    private HttpClientRequest headed(
            HttpClientRequest request, Call call, Map<String, String> added) {
        for (String header : FORWARDED) {
            String value = call.request().getHeader(header);
            if (value != null) {
                request.putHeader(header, value);
            }
        }
        added.forEach(request::putHeader);
        call.trace().tell(0, request::putHeader);
        byte[] principal = call.key().principal().toByteArray();
        return request.putHeader(Seal.PRINCIPAL_HEADER, seal.seal(principal, clock.nowUs()))
                .putHeader("x-request-id", call.reply().requestId());
    }

    private void pass(Reply reply, HttpClientResponse response) {
        reply.status(response.statusCode());
        for (String header : RETURNED) {
            String value = response.getHeader(header);
            if (value != null) {
                reply.header(header, value);
            }
        }
        reply.onGone(() -> response.request().reset().onFailure(BackendProxy::ignored));
        reply.onDrain(response::resume);
        response.handler(
                part -> {
                    reply.write(part);
                    if (reply.isFull()) {
                        response.pause();
                    }
                });
        response.exceptionHandler(_ -> reply.cut());
        response.endHandler(_ -> reply.end(Buffer.buffer()));
    }

    private void failed(Call call, Throwable cause) {
        LOG.atWarn()
                .addKeyValue("request_id", call.reply().requestId())
                .addKeyValue("backend", name)
                .setCause(cause)
                .log("a service behind the gateway does not answer");
        call.reply()
                .error(
                        cause instanceof TimeoutException
                                ? ApiError.gatewayTimeout(
                                        "backend_timeout",
                                        "The " + name + " service took too long.")
                                : ApiError.unavailable(
                                        "backend_unavailable",
                                        "The " + name + " service cannot be reached.",
                                        RETRY_SECONDS));
    }

    private static void ignored(Throwable cause) {
        LOG.atDebug().setCause(cause).log("a connection to a service ended");
    }

    Future<Void> close() {
        return http.close();
    }
}
