// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.plan;

import io.wattmill.twin.plan.money.EnergySupply;
import io.wattmill.twin.simulate.report.SitePrices;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/** What a plan says of costs: energy at the mean of its prices, times its PUE; no capital. */
final class PlanPrices {
    private static final int NANO_DIGITS = 9;
    private static final int PPM_DIGITS = 6;
    private static final long NO_OVERHEAD_PPM = 1_000_000;

    private PlanPrices() {}

    /** Empty when the plan gives no price or no currency. */
    static Optional<SitePrices> of(EnergySupply energy) {
        List<Long> hourly = energy.priceNanoPerKwh();
        return energy.currency()
                .filter(_ -> hourly.stream().anyMatch(price -> price >= 0))
                .map(currency -> prices(currency, mean(hourly), energy));
    }

    private static SitePrices prices(String currency, BigDecimal mean, EnergySupply energy) {
        long puePpm = Math.max(NO_OVERHEAD_PPM, energy.puePpm().orElse(NO_OVERHEAD_PPM));
        BigDecimal pue = BigDecimal.valueOf(puePpm, PPM_DIGITS);
        return new SitePrices(currency, mean.max(BigDecimal.ZERO), pue, BigDecimal.ZERO);
    }

    private static BigDecimal mean(List<Long> nano) {
        return nano.stream()
                .map(price -> BigDecimal.valueOf(price, NANO_DIGITS))
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(BigDecimal.valueOf(nano.size()), 2 * NANO_DIGITS, RoundingMode.HALF_EVEN);
    }
}
