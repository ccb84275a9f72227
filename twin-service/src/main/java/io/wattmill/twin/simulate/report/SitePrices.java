// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.report;

import io.wattmill.twin.replay.report.Money;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What a site pays for.
 *
 * @param currency ISO 4217 code of the prices
 * @param perKilowattHour of electric energy at the utility's meter
 * @param pue energy of the facility per energy of its devices, at least 1
 * @param perGpuHour of capital, space and people, per GPU, used or not
 */
public record SitePrices(
        String currency, BigDecimal perKilowattHour, BigDecimal pue, BigDecimal perGpuHour) {
    private static final BigDecimal MICROJOULES_PER_KILOWATT_HOUR =
            BigDecimal.valueOf(3_600_000_000_000L);
    private static final BigDecimal NANOS_PER_HOUR = BigDecimal.valueOf(3_600_000_000_000L);
    private static final int SCALE = 12;

    /** Refuses what cannot be. */
    public SitePrices {
        if (perKilowattHour.signum() < 0 || perGpuHour.signum() < 0) {
            throw new IllegalArgumentException("a price is not below 0");
        }
        if (pue.compareTo(BigDecimal.ONE) < 0) {
            throw new IllegalArgumentException("PUE is at least 1, not " + pue);
        }
    }

    /** What a run costs, to twelve places. */
    public Money cost(long microjoules, long nanos, int gpus) {
        BigDecimal energy =
                BigDecimal.valueOf(microjoules)
                        .multiply(pue)
                        .multiply(perKilowattHour)
                        .divide(MICROJOULES_PER_KILOWATT_HOUR, SCALE, RoundingMode.HALF_EVEN);
        BigDecimal capital =
                BigDecimal.valueOf(nanos)
                        .multiply(BigDecimal.valueOf(gpus))
                        .multiply(perGpuHour)
                        .divide(NANOS_PER_HOUR, SCALE, RoundingMode.HALF_EVEN);
        return new Money(currency, energy.add(capital));
    }
}
