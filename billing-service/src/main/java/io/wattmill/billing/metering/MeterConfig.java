// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.metering;

import io.wattmill.billing.meter.MeterParser;
import io.wattmill.billing.meter.MeterPolicy;
import io.wattmill.billing.meter.Plausibility;
import io.wattmill.kit.config.Secret;
import io.wattmill.kit.config.Setting;

import java.time.Duration;

/** Rules of metering. */
public record MeterConfig(
        @Setting(
                        value = "2000",
                        min = 1,
                        max = 100_000,
                        doc = "Most watts that one device can draw.")
                long maxDeviceWatts,
        @Setting(
                        value = "20000",
                        min = 1,
                        max = 1_000_000,
                        doc = "Most watts that one host can draw.")
                long maxHostWatts,
        @Setting(
                        value = "2s",
                        min = 0,
                        doc = "How much later than its instant a counter may be refreshed.")
                Duration refreshSlack,
        @Setting(
                        value = "30s",
                        min = 0,
                        doc = "How far ahead of billing's an agent's clock is believed.")
                Duration maxClockLead,
        @Setting(value = "10s", min = 100, doc = "Shortest energy window.") Duration window,
        @Setting(
                        value = "30s",
                        min = 100,
                        doc = "How long a window waits for a device that sends nothing.")
                Duration patience,
        @Setting(
                        value = "128",
                        min = 1,
                        max = 10_000,
                        doc = "Most devices, hosts and engines of a report, each.")
                int maxSources,
        @Setting(value = "10s", min = 100, doc = "Longest time for one report.") Duration timeout,
        @Secret
                @Setting(
                        value = "",
                        doc =
                                "Secret that agents must send; empty accepts any agent (loopback"
                                        + " only).")
                String joinSecret) {

    private static final long MW_PER_W = 1_000L;
    private static final long NS_PER_US = 1_000L;

    MeterParser parser() {
        return new MeterParser(maxSources);
    }

    long clockLeadUs() {
        return us(maxClockLead);
    }

    MeterPolicy policy() {
        return new MeterPolicy(
                new Plausibility(maxDeviceWatts * MW_PER_W, us(refreshSlack)),
                new Plausibility(maxHostWatts * MW_PER_W, us(refreshSlack)),
                us(window),
                us(patience));
    }

    private static long us(Duration duration) {
        return duration.toNanos() / NS_PER_US;
    }
}
