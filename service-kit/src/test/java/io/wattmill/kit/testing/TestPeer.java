// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.testing;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.wattmill.kit.tls.Tls;
import io.wattmill.kit.tls.TlsConfig;

import java.lang.ref.Reference;
import java.net.URI;

/** A process of the site, or a stranger, that calls an HTTP server over TLS. */
public final class TestPeer {

    private final HttpClient client;

    private TestPeer(Vertx vertx, HttpClientOptions options) {
        client = vertx.createHttpClient(options);
    }

    /** A caller that shows this certificate. */
    public static TestPeer with(Vertx vertx, TlsConfig tls) {
        return new TestPeer(vertx, Tls.secure(new HttpClientOptions(), tls));
    }

    /** A caller that knows the authority of {@code tls} and shows no certificate. */
    public static TestPeer withoutCertificate(Vertx vertx, TlsConfig tls) {
        HttpClientOptions options = Tls.secure(new HttpClientOptions(), tls);
        return new TestPeer(vertx, options.setKeyCertOptions(null));
    }

    /** The status of GET; fails when there is no connection to be had. */
    public int get(URI address, String header, String value) {
        RequestOptions request =
                new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setHost(address.getHost())
                        .setPort(address.getPort())
                        .setURI(address.getRawPath())
                        .putHeader(header, value);
        try {
            return Await.await(
                    client.request(request)
                            .compose(r -> r.send())
                            .map(HttpClientResponse::statusCode));
        } finally {
            // Vert.x closes a client that nobody refers to.
            Reference.reachabilityFence(this);
        }
    }
}
