// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wattmill.agent.smi.SmiConfig;
import io.wattmill.agent.smi.SmiSource;
import io.wattmill.kit.config.Configuration;
import io.wattmill.kit.time.Clock;
import io.wattmill.kit.time.Ticker;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;

/** How long a look at the devices is waited for. */
class DevicePartsTest {

    private static final Duration STALE_AFTER = Duration.ofSeconds(2);

    @Test
    void aLookThatComesSeldomIsWaitedForTwiceItsPeriod() {
        assertEquals(Duration.ofSeconds(120), patience(true, Duration.ofSeconds(60)));
    }

    @Test
    void oneThatComesOftenIsWaitedForUntilItIsStale() {
        assertEquals(STALE_AFTER, patience(true, Duration.ofMillis(200)));
    }

    @Test
    void whereNothingTellsAboutDevicesNobodyWaits() {
        assertEquals(Duration.ZERO, patience(false, Duration.ofSeconds(60)));
    }

    private static Duration patience(boolean hasSource, Duration period) {
        SmiSource smi =
                new SmiSource(
                        Configuration.defaults(SmiConfig.class), Clock.system(), Ticker.system());
        DeviceParts parts =
                new DeviceParts(
                        hasSource ? Optional.of(smi) : Optional.empty(),
                        period,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        smi::close);
        try {
            return parts.patience(STALE_AFTER);
        } finally {
            parts.close().run();
        }
    }
}
