// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.economics.planned;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.economics.Tariff;
import io.wattmill.twin.plan.given.Given;
import io.wattmill.twin.plan.money.EnergySupply;
import io.wattmill.twin.weather.HourSeries;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** The tariff of a plan. */
public final class TariffOf {
    /** 0.094 per kWh, ExaDigiT's price of Frontier's power (RAPS, config/frontier.yaml). */
    private static final long NANO_PER_KWH = 94_000_000;

    private TariffOf() {}

    /**
     * What the plan itself says; empty where it gives no price, or one for other hours than are.
     */
    public static Optional<Tariff> stated(EnergySupply energy) {
        return HourSeries.fits(energy.priceNanoPerKwh().size())
                ? Optional.of(of(energy, Lean.VALUE))
                : Optional.empty();
    }

    static Tariff of(EnergySupply energy, Lean lean) {
        boolean stated = !energy.priceNanoPerKwh().isEmpty();
        List<Long> prices = stated ? energy.priceNanoPerKwh() : List.of(NANO_PER_KWH);
        return new Tariff(
                prices.stream().map(price -> lean.nano(price, stated)).toList(),
                energy.tariff().periods().stream().map(each -> period(each, lean)).toList(),
                lean.of(energy.tariff().demandPerKwMonth()),
                lean.of(energy.tariff().waterPerM3()));
    }

    private static Tariff.Period period(EnergySupply.Period period, Lean lean) {
        return new Tariff.Period(
                period.fromHour(),
                period.toHour(),
                days(period.days()),
                lean.nano(period.priceNanoPerKwh(), true));
    }

    private static Tariff.Days days(EnergySupply.Days days) {
        return switch (days) {
            case ALL -> Tariff.Days.ALL;
            case WEEKDAYS -> Tariff.Days.WEEKDAYS;
            case WEEKENDS -> Tariff.Days.WEEKENDS;
        };
    }

    /**
     * How the bill is known: the least trustworthy of what it is made of; what is zero adds
     * nothing.
     */
    static Provenance provenance(EnergySupply energy, double litres) {
        Provenance how =
                energy.priceNanoPerKwh().isEmpty() ? Provenance.ASSUMED : Provenance.CLAIMED;
        Given<BigDecimal> demand = energy.tariff().demandPerKwMonth();
        Given<BigDecimal> water = energy.tariff().waterPerM3();
        how = demand.value().signum() != 0 ? how.and(demand.provenance()) : how;
        return litres > 0 && water.value().signum() != 0 ? how.and(water.provenance()) : how;
    }
}
