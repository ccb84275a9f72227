// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.economics.planned;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.economics.Tariff;
import io.wattmill.twin.plan.money.EnergySupply;

import java.util.List;

/** The tariff of a plan. */
final class TariffOf {
    /** 0.094 per kWh, ExaDigiT's price of Frontier's power (RAPS, config/frontier.yaml). */
    private static final long NANO_PER_KWH = 94_000_000;

    private TariffOf() {}

    static Tariff of(EnergySupply energy) {
        List<Long> prices = energy.priceNanoPerKwh();
        return new Tariff(
                prices.isEmpty() ? List.of(NANO_PER_KWH) : prices,
                energy.tariff().periods().stream().map(TariffOf::period).toList(),
                energy.tariff().demandPerKwMonth().value(),
                energy.tariff().waterPerM3().value());
    }

    private static Tariff.Period period(EnergySupply.Period period) {
        return new Tariff.Period(
                period.fromHour(), period.toHour(), days(period.days()), period.priceNanoPerKwh());
    }

    private static Tariff.Days days(EnergySupply.Days days) {
        return switch (days) {
            case ALL -> Tariff.Days.ALL;
            case WEEKDAYS -> Tariff.Days.WEEKDAYS;
            case WEEKENDS -> Tariff.Days.WEEKENDS;
        };
    }

    static Provenance provenance(EnergySupply energy) {
        return energy.priceNanoPerKwh().isEmpty() ? Provenance.ASSUMED : Provenance.CLAIMED;
    }
}
