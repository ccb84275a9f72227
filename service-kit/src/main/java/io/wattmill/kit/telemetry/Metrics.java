// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.telemetry;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;

/** The process's metrics in Prometheus' text format. */
public final class Metrics {

    /** The media type of {@link PrometheusMeterRegistry#scrape()}. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private Metrics() {}

    /** An empty registry, whose meters are described as {@link MetricCatalogue} says. */
    public static PrometheusMeterRegistry registry() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.config().meterFilter(new HelpTexts(registry.config().namingConvention()));
        return registry;
    }

    /** {@code GET /metrics}. */
    public static Handler<HttpServerRequest> scrapeHandler(PrometheusMeterRegistry registry) {
        return request ->
                request.response().putHeader("content-type", CONTENT_TYPE).end(registry.scrape());
    }
}
