// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.energy;

import io.wattmill.billing.attribution.Settled;
import io.wattmill.kit.config.Setting;

import java.math.BigDecimal;
import java.time.Duration;

/** Rules of attribution. */
public record EnergyConfig(
        @Setting(value = "1s", min = 50, doc = "How often closed windows are looked for.")
                Duration interval,
        @Setting(
                        value = "15m",
                        min = 1000,
                        doc = "Longest wait of a window for its requests to settle.")
                Duration deadline,
        @Setting(
                        value = "1m",
                        min = 100,
                        doc = "A gateway that was silent for longer is not waited for.")
                Duration gatewaySilence,
        @Setting(
                        value = "2s",
                        min = 0,
                        doc = "How long a new gateway may serve before it is heard of.")
                Duration gatewayLag,
        @Setting(
                        value = "3",
                        min = 1,
                        max = 1000,
                        doc = "Most that measured energy may exceed predicted energy.")
                BigDecimal maxScale,
        @Setting(value = "64", min = 1, max = 10_000, doc = "Most windows of one transaction.")
                int windowsPerRound,
        @Setting(
                        value = "50000",
                        min = 1,
                        max = 10_000_000,
                        doc =
                                "Shares of requests in windows after which a transaction takes no"
                                        + " further window.")
                int sharesPerRound) {

    private static final int PPM_DIGITS = 6;

    private static final long NS_PER_US = 1_000L;

    /** How long a gateway is waited for. */
    public Settled.Patience patience() {
        return new Settled.Patience(us(gatewaySilence), us(gatewayLag));
    }

    long deadlineUs() {
        return us(deadline);
    }

    private static long us(Duration duration) {
        return duration.toNanos() / NS_PER_US;
    }

    long maxScalePpm() {
        return maxScale.movePointRight(PPM_DIGITS).longValue();
    }
}
