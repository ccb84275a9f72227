// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.telemetry;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Gauge;

import org.junit.jupiter.api.Test;

class MetricsTest {

    @Test
    void aMeterWithoutWordsHasThoseOfTheCatalogueAndAnotherKeepsItsOwn() {
        var registry = Metrics.registry();
        Limits.hit(registry, "hall.doors");
        Gauge.builder("wattmill_cluster_members", () -> 1)
                .description("Said here")
                .register(registry);

        var page = registry.scrape();
        var told =
                MetricCatalogue.metrics().stream()
                        .filter(line -> line.name().equals(Limits.COUNTER + "_total"))
                        .findFirst()
                        .orElseThrow();
        assertTrue(page.contains("# HELP " + told.name() + " " + told.says() + "\n"), page);
        assertTrue(page.contains("# HELP wattmill_cluster_members Said here\n"), page);
    }
}
