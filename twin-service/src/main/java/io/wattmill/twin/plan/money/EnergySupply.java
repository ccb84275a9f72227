// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.money;

import io.wattmill.twin.plan.given.Given;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What energy costs, and what the site adds to it.
 *
 * @param currency three letters; empty when the plan does not say; all money of the plan is in it
 * @param priceNanoPerKwh billionths of the currency per kWh: one for all hours, or one per hour;
 *     empty when the plan does not say
 * @param carbonMilligramsPerKwh CO2 equivalent per kWh, likewise
 * @param puePpm energy of the site per energy of its IT, in millionths
 * @param tariff what comes on top of, or instead of, the price per kWh
 */
public record EnergySupply(
        Optional<String> currency,
        List<Long> priceNanoPerKwh,
        List<Long> carbonMilligramsPerKwh,
        OptionalLong puePpm,
        Tariff tariff) {
    /** Of a plan that says nothing. */
    public static final EnergySupply NOT_GIVEN =
            new EnergySupply(Optional.empty(), List.of(), List.of(), OptionalLong.empty());

    /** Copies its lists. */
    public EnergySupply {
        priceNanoPerKwh = List.copyOf(priceNanoPerKwh);
        carbonMilligramsPerKwh = List.copyOf(carbonMilligramsPerKwh);
    }

    /** Energy at a price and nothing else. */
    public EnergySupply(
            Optional<String> currency,
            List<Long> priceNanoPerKwh,
            List<Long> carbonMilligramsPerKwh,
            OptionalLong puePpm) {
        this(currency, priceNanoPerKwh, carbonMilligramsPerKwh, puePpm, Tariff.PLAIN);
    }

    /**
     * Beyond the price per kWh.
     *
     * @param demandPerKwMonth for the highest quarter hour of a month
     * @param waterPerM3 price of water and of getting rid of it
     * @param periods hours with a price of their own; the first that applies counts
     */
    public record Tariff(
            Given<BigDecimal> demandPerKwMonth,
            Given<BigDecimal> waterPerM3,
            List<Period> periods) {
        /** Of a plan that does not say. */
        public static final Given<BigDecimal> NO_DEMAND =
                Given.assumed(BigDecimal.ZERO, "no demand charge unless planned");

        /** Of a plan that does not say. */
        public static final Given<BigDecimal> WATER_PER_M3 =
                Given.assumed(new BigDecimal("3.00"), "water and sewage, a few per m3");

        /** None of it. */
        public static final Tariff PLAIN = new Tariff(NO_DEMAND, WATER_PER_M3, List.of());

        /** Copies its list. */
        public Tariff {
            periods = List.copyOf(periods);
        }
    }

    /** Days that a period is for. */
    public enum Days {
        ALL,
        WEEKDAYS,
        WEEKENDS
    }

    /**
     * Hours with a price of their own.
     *
     * @param fromHour 0 to 23
     * @param toHour 1 to 24, not included; below {@code fromHour} it goes past midnight
     * @param days on which it applies
     * @param priceNanoPerKwh billionths of the currency per kWh
     */
    public record Period(int fromHour, int toHour, Days days, long priceNanoPerKwh) {}
}
