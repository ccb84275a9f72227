// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.plan;

import io.wattmill.twin.economics.Tariff;
import io.wattmill.twin.economics.planned.TariffOf;
import io.wattmill.twin.plan.money.EnergySupply;
import io.wattmill.twin.simulate.report.SitePrices;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a plan says of costs: energy at its tariff's mean over the year, for the load that was
 * simulated is taken for that of every hour, times its PUE; no capital.
 */
public final class PlanPrices {
    private static final int PPM_DIGITS = 6;
    private static final long NO_OVERHEAD_PPM = 1_000_000;

    private PlanPrices() {}

    /** Empty when the plan gives no price or no currency, or power is given away in every hour. */
    public static Optional<SitePrices> of(EnergySupply energy) {
        Optional<BigDecimal> perKwh =
                TariffOf.stated(energy)
                        .map(Tariff::flatPerKwh)
                        .filter(price -> price.signum() >= 0);
        return energy.currency()
                .flatMap(currency -> perKwh.map(price -> prices(currency, price, energy)));
    }

    private static SitePrices prices(String currency, BigDecimal perKwh, EnergySupply energy) {
        long puePpm = Math.max(NO_OVERHEAD_PPM, energy.puePpm().orElse(NO_OVERHEAD_PPM));
        BigDecimal pue = BigDecimal.valueOf(puePpm, PPM_DIGITS);
        return new SitePrices(currency, perKwh, pue, BigDecimal.ZERO);
    }
}
