// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tracing;

import io.wattmill.kit.config.Secret;
import io.wattmill.kit.config.Setting;
import io.wattmill.kit.tls.Reach;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Where spans go, and how many of them. */
public record TracesConfig(
        @Setting(
                        value = "",
                        doc =
                                "Collector that takes OTLP over HTTP, such as"
                                        + " http://127.0.0.1:4318/v1/traces; no spans are made"
                                        + " without one.")
                Optional<URI> endpoint,
        @Setting(value = "false", doc = "Send spans to a collector beyond loopback without TLS.")
                boolean clearText,
        @Secret @Setting(value = "", doc = "The authorization header that the collector wants.")
                String authorization,
        @Setting(
                        value = "1.0",
                        min = 0,
                        max = 1,
                        doc =
                                "Share of the traces that begin here which is recorded; those that"
                                        + " callers began are recorded where the callers do.")
                double ratio,
        @Setting(
                        value = "4096",
                        min = 16,
                        max = 1_000_000,
                        doc = "Spans that wait for the collector or are on their way to it.")
                int maxSpans,
        @Setting(value = "512", min = 1, max = 10_000, doc = "Spans that are sent together.")
                int batch,
        @Setting(value = "1s", min = 10, doc = "Longest wait of a span for others to go with.")
                Duration interval,
        @Setting(value = "5s", min = 10, doc = "Longest wait for the collector's answer.")
                Duration timeout,
        @Setting(value = "2s", min = 10, doc = "Longest wait for it when the gateway stops.")
                Duration flushTimeout) {

    private static final String DEFAULT_PATH = "/v1/traces";

    public TracesConfig {
        if (batch > maxSpans) {
            throw new IllegalArgumentException("batch must not be above max-spans");
        }
        endpoint.ifPresent(TracesConfig::requireHttp);
        if (!clearText && endpoint.filter(uri -> !isProtected(uri)).isPresent()) {
            throw new IllegalArgumentException(
                    "endpoint is beyond loopback and not https: spans tell who asked for what;"
                            + " use https, or set clear-text: true");
        }
    }

    private static void requireHttp(URI uri) {
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http || uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "endpoint must be an http or https URL, such as"
                            + " http://127.0.0.1:4318/v1/traces");
        }
    }

    private static boolean isProtected(URI uri) {
        return "https".equals(uri.getScheme()) || Reach.of(uri.getHost()) == Reach.LOOPBACK;
    }

    /** The whole URL that spans are posted to; a collector alone means its usual path. */
    Optional<String> url() {
        return endpoint.map(
                uri ->
                        uri.getPath().isEmpty() || uri.getPath().equals("/")
                                ? uri.resolve(DEFAULT_PATH).toString()
                                : uri.toString());
    }
}
