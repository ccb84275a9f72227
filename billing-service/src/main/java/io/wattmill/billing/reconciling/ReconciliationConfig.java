// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconciling;

import io.wattmill.kit.config.Setting;

import java.time.Duration;

/** How the ledger is held against what engines, gateways and meters counted. */
public record ReconciliationConfig(
        @Setting(value = "1h", min = 1000, doc = "What is compared at a time.") Duration window,
        @Setting(
                        value = "1m",
                        min = 100,
                        doc =
                                "How often counters of engines and gateways are put on record; the"
                                        + " window is a multiple of it.")
                Duration readings,
        @Setting(value = "10s", min = 50, doc = "How often ended windows are looked for.")
                Duration interval,
        @Setting(
                        value = "500ms",
                        min = 0,
                        max = 60_000,
                        doc = "How far clocks of gateways and agents may differ.")
                Duration clockMargin,
        @Setting(
                        value = "256",
                        min = 0,
                        max = 1_000_000,
                        doc =
                                "Most output tokens that an engine makes of an attempt that was"
                                        + " given up, before it notices.")
                long tailTokens,
        @Setting(
                        value = "131072",
                        min = 1,
                        doc =
                                "Most output tokens of a request that set no bound, when its"
                                        + " gateway died.")
                long unboundedOutput,
        @Setting(
                        value = "30m",
                        min = 0,
                        doc =
                                "How long after an hour of a kWh meter its nodes' agents are waited"
                                        + " for.")
                Duration meterPatience,
        @Setting(
                        value = "1000000",
                        min = 0,
                        max = 10_000_000,
                        doc =
                                "How far an assumed host share or PUE may be off, of what it came"
                                        + " to, parts per million.")
                long assumedPpm,
        @Setting(
                        value = "2000",
                        min = 1,
                        max = 100_000,
                        doc = "Attempts that are read at a time: an hour of an engine has millions.")
                int attemptsPerRead,
        @Setting(value = "200", min = 1, max = 10_000, doc = "Most open windows of an answer.")
                int maxOpen,
        @Setting(value = "64", min = 1, max = 10_000, doc = "Most windows of one round.")
                int windowsPerRound) {

    private static final long US_PER_MS = 1_000L;

    /** Refuses a window that readings do not divide. */
    public ReconciliationConfig {
        if (window.toMillis() % readings.toMillis() != 0) {
            throw new IllegalArgumentException(
                    "billing.reconciliation.window must be a multiple of"
                            + " billing.reconciliation.readings");
        }
    }

    long windowUs() {
        return window.toMillis() * US_PER_MS;
    }

    long readingsUs() {
        return readings.toMillis() * US_PER_MS;
    }

    long meterPatienceUs() {
        return meterPatience.toMillis() * US_PER_MS;
    }

    long marginUs() {
        return clockMargin.toMillis() * US_PER_MS;
    }
}
