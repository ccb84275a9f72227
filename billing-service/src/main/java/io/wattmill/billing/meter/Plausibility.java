// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.meter;

import java.math.BigInteger;

/**
 * How much a counter may grow.
 *
 * @param maxPowerMw most power that the source can draw, milliwatts
 * @param slackUs how much later than its instant a counter may have been refreshed, microseconds
 */
public record Plausibility(long maxPowerMw, long slackUs) {

    private static final long US_PER_MS = 1_000L;
    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

    /** The same, when so much more time may have passed. */
    Plausibility and(long moreUs) {
        return new Plausibility(maxPowerMw, Math.addExact(slackUs, moreUs));
    }

    /**
     * Most microjoules within a time: milliwatts x milliseconds; no more than 64 bits hold, because
     * a source may have been silent for months.
     */
    public long mostUj(long elapsedUs) {
        return BigInteger.valueOf(maxPowerMw)
                .multiply(BigInteger.valueOf(Math.ceilDiv(elapsedUs + slackUs, US_PER_MS)))
                .min(MOST)
                .longValueExact();
    }
}
