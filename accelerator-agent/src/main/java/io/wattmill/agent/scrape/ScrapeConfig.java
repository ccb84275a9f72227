// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.scrape;

import io.wattmill.agent.exposition.ExpositionLimits;
import io.wattmill.kit.config.Setting;

import java.time.Duration;

/** Bounds of one look at an exporter or an engine. */
public record ScrapeConfig(
        @Setting(value = "500ms", min = 10, max = 60_000, doc = "Longest wait for a connection.")
                Duration connectTimeout,
        @Setting(value = "1s", min = 10, max = 60_000, doc = "Longest wait for a whole answer.")
                Duration deadline,
        @Setting(value = "60s", min = 1_000, doc = "How long an unused connection is kept.")
                Duration keepAlive,
        @Setting(value = "4194304", min = 1024, doc = "Bytes of one answer.") int maxBodyBytes,
        @Setting(
                        value = "65536",
                        min = 0,
                        doc =
                                "Longer answers are read on a worker, so that they hold up nothing"
                                        + " else.")
                int longBodyBytes,
        @Setting(value = "20000", min = 1, doc = "Lines of one page.") int maxLines,
        @Setting(value = "2048", min = 1, doc = "Samples kept of one page.") int maxSamples,
        @Setting(value = "64", min = 1, doc = "Labels of one sample.") int maxLabels,
        @Setting(value = "4096", min = 16, doc = "Bytes of one label.") int maxLabelBytes,
        @Setting(value = "64", min = 1, doc = "Devices of this node.") int maxDevices,
        @Setting(value = "256", min = 1, doc = "Models of one engine.") int maxModels) {

    /** The bounds of reading a page. */
    public ExpositionLimits expositionLimits() {
        return new ExpositionLimits(maxLines, maxSamples, maxLabels, maxLabelBytes);
    }
}
