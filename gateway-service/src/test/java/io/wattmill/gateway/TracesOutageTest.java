// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.gateway.far.Collector;
import io.wattmill.gateway.far.LogLines;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;

import org.junit.jupiter.api.Test;

import java.util.Map;

/** A collector that is slow, away or refuses: requests do not wait, spans go, and are counted. */
class TracesOutageTest {

    private static final String CHAT = "/v1/chat/completions";
    private static final int REQUESTS = 30;

    private static Site site(String endpoint) {
        return new Site(
                Map.of(
                        "WATTMILL_GATEWAY_TELEMETRY_TRACES_ENDPOINT", endpoint,
                        "WATTMILL_GATEWAY_TELEMETRY_TRACES_INTERVAL", "20ms",
                        "WATTMILL_GATEWAY_TELEMETRY_TRACES_TIMEOUT", "500ms",
                        "WATTMILL_GATEWAY_TELEMETRY_TRACES_FLUSH_TIMEOUT", "300ms",
                        "WATTMILL_GATEWAY_TELEMETRY_TRACES_MAX_SPANS", "16",
                        "WATTMILL_GATEWAY_TELEMETRY_TRACES_BATCH", "8"));
    }

    private static void ask(Site site) {
        for (int i = 0; i < REQUESTS; i++) {
            assertEquals(200, site.post(CHAT, Site.chat(false, "")).statusCode());
        }
    }

    private static double count(Site site, String series) {
        return site.context()
                .metrics()
                .scrape()
                .lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static double spans(Site site, String result) {
        return count(site, "wattmill_trace_spans_total{result=\"" + result + "\"}");
    }

    private static double hits(Site site) {
        return count(site, "wattmill_limit_hits_total{limit=\"telemetry.traces.max-spans\"}");
    }

    @Test
    void keepsNoMoreSpansThanItMayWhileTheCollectorIsSilent() {
        try (Collector collector = new Collector();
                LogLines log = new LogLines()) {
            try (Site site = site(collector.url())) {
                collector.silent(true);
                Await.until(
                        () -> {
                            ask(site);
                            return spans(site, "dropped") >= 1;
                        },
                        "spans were dropped");
                Await.until(() -> spans(site, "dropped") == hits(site), "each is a limit's hit");
                Await.until(() -> spans(site, "failed") >= 8, "sending fails in time");
                collector.silent(false);
                Await.until(
                        () -> {
                            site.post(CHAT, Site.chat(false, ""));
                            return spans(site, "sent") > 0;
                        },
                        "the collector takes spans again");
                collector.silent(true);
                ask(site);
            }
            assertTrue(log.lines().stream().anyMatch(line -> line.contains("collector takes no")));
            assertTrue(log.lines().stream().anyMatch(line -> line.contains("takes spans again")));
        }
    }

    @Test
    void goesOnWithoutACollectorAndWithOneThatRefuses() {
        try (Site site = site("http://127.0.0.1:1/v1/traces")) {
            ask(site);
            Await.until(() -> spans(site, "failed") > 0, "spans that could not be sent");
        }
        try (Collector collector = new Collector()) {
            collector.answer(503);
            try (Site site = site(collector.url())) {
                ask(site);
                Await.until(() -> spans(site, "failed") > 0, "spans that were refused");
            }
        }
    }
}
