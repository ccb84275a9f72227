// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.dcgm;

import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.device.DeviceScan;
import io.wattmill.agent.device.DeviceSource;
import io.wattmill.agent.exposition.Exposition;
import io.wattmill.agent.exposition.ExpositionParser;
import io.wattmill.agent.scrape.HttpScrape;
import io.wattmill.agent.scrape.ScrapeConfig;
import io.wattmill.agent.scrape.ScrapeMetrics;
import io.wattmill.agent.scrape.ScrapeTarget;
import io.wattmill.agent.scrape.Scraped;
import io.wattmill.agent.source.FailureReason;
import io.wattmill.agent.source.SourceFailure;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The devices behind a dcgm-exporter endpoint. */
public final class DcgmExporter implements DeviceSource {

    private static final String SOURCE = "dcgm";

    private final HttpScrape scrape;
    private final ScrapeTarget target;
    private final ScrapeConfig config;
    private final ScrapeMetrics metrics;
    private final ExpositionParser parser;

    /** Reads {@code url}, the full address of the metrics page. */
    public DcgmExporter(HttpScrape scrape, URI url, ScrapeConfig config, ScrapeMetrics metrics) {
        this.scrape = scrape;
        this.target = new ScrapeTarget(SOURCE, url, metrics);
        this.config = config;
        this.metrics = metrics;
        this.parser = new ExpositionParser(config.expositionLimits(), DcgmField.NAMES);
    }

    @Override
    public String counterName() {
        return "dcgm-counter";
    }

    @Override
    public CompletionStage<DeviceScan> scan() {
        return scrape.get(target, this::read).toCompletionStage();
    }

    private DeviceScan read(Scraped scraped) {
        return switch (scraped) {
            case Scraped.Missed(SourceFailure failure) -> new DeviceScan.Unseen(failure);
            case Scraped.Page page -> devices(page);
        };
    }

    private DeviceScan devices(Scraped.Page page) {
        Exposition exposition = parser.parse(page.body().getBytes());
        metrics.skipped(SOURCE, exposition);
        List<DeviceReading> devices = DcgmPage.devices(exposition);
        if (devices.isEmpty()) {
            metrics.failed(SOURCE, FailureReason.MALFORMED);
            return new DeviceScan.Unseen(
                    new SourceFailure(
                            FailureReason.MALFORMED, "no DCGM_FI_DEV metric on the page"));
        }
        return new DeviceScan.Seen(bounded(devices), page.atNanos(), page.atUs());
    }

    private List<DeviceReading> bounded(List<DeviceReading> devices) {
        if (devices.size() <= config.maxDevices()) {
            return devices;
        }
        metrics.limited("agent.scrape.max-devices");
        return devices.subList(0, config.maxDevices());
    }
}
