// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import io.wattmill.twin.plan.given.Given;
import io.wattmill.twin.plan.money.EnergySupply;
import io.wattmill.twin.plan.money.EnergySupply.Days;
import io.wattmill.twin.plan.money.EnergySupply.Period;
import io.wattmill.twin.plan.money.EnergySupply.Tariff;
import io.wattmill.twin.plan.money.Finance;

/** The keys of energy prices and of finance. */
final class MoneyLayout {
    /** Money to the nano-unit. */
    static final Range MONEY =
            new Range("the plan's currency", 1_000_000, 0, 1_000_000_000_000_000_000L);

    private static final Range PRICE =
            new Range("per kWh", 1_000_000_000, -10_000_000_000L, 1_000_000_000_000L);
    private static final Range CARBON = new Range("g/kWh", 1_000, 0, 100_000_000);
    private static final Range PUE = new Range("", 1_000_000, 1, 100_000_000);
    private static final Range YEARS = Range.real("years", 0.5, 100);
    private static final Range PERCENT = Range.real("percent", 0, 100);

    private MoneyLayout() {}

    static EnergySupply energy(Section in) {
        return new EnergySupply(
                in.name(Key.may("currency", "Three letters; all money of the plan is in it")),
                in.series(Key.may("price-per-kwh", "For all hours, or one per hour"), PRICE),
                in.series(Key.may("carbon-g-per-kwh", "CO2 equivalent, likewise"), CARBON),
                in.number(Key.may("pue", "Energy of the site per energy of its IT"), PUE),
                tariff(in));
    }

    private static Tariff tariff(Section in) {
        return new Tariff(
                in.money(
                        Key.may("demand-per-kw-month", "For the highest quarter hour of a month"),
                        MONEY,
                        Tariff.NO_DEMAND),
                in.money(
                        Key.may("water-per-m3", "Water and getting rid of it"),
                        MONEY,
                        Tariff.WATER_PER_M3),
                Layouts.each(
                        in,
                        Key.may("time-of-use", "Hours with a price of their own"),
                        MoneyLayout::period));
    }

    private static Period period(Section in) {
        int from = in.count(Key.must("from-hour", "First hour"), Range.whole("h", 0, 23));
        int to = in.count(Key.must("to-hour", "Hour where it ends"), Range.whole("h", 1, 24));
        if (from == to) {
            in.problem("to-hour", String.valueOf(to), "is where it begins", "give another hour");
        }
        return new Period(
                from,
                to,
                in.choice(
                                Key.may("days", "On which days"),
                                new EnumWords<>(Days.class),
                                Given.assumed(Days.ALL, "every day"))
                        .value(),
                in.required(Key.must("price-per-kwh", "In these hours"), PRICE));
    }

    static Finance finance(Section in) {
        var usual = Finance.ASSUMED;
        return new Finance(
                in.money(
                        Key.may("facility-per-kw", "Building, power and cooling per kW of IT"),
                        MONEY,
                        usual.facilityPerKw()),
                in.money(Key.may("per-rack", "Rack, cables and switches"), MONEY, usual.perRack()),
                in.money(
                        Key.may("per-gpu", "Where a node type has no price"),
                        MONEY,
                        usual.perGpu()),
                in.real(Key.may("it-years", "Life of nodes"), YEARS, usual.itYears()),
                in.real(
                        Key.may("facility-years", "Life of the building"),
                        YEARS,
                        usual.facilityYears()),
                share(in, "discount-percent", "Cost of capital per year", usual.discountRate()),
                share(in, "opex-percent", "Upkeep per year and investment", usual.opexShare()),
                in.money(Key.may("staff-per-year", "People"), MONEY, usual.staffPerYear()),
                in.moneyIfGiven(Key.may("rent-per-gpu-hour", "What renting costs instead"), MONEY));
    }

    private static Given<Double> share(Section in, String key, String doc, Given<Double> usual) {
        var percent = in.realIfGiven(Key.may(key, doc).otherwise(100 * usual.value()), PERCENT);
        return Given.of(percent.map(value -> value / 100), usual);
    }
}
