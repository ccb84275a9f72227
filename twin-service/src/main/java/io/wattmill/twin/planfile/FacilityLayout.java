// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import io.wattmill.twin.plan.CoolantUnit;
import io.wattmill.twin.plan.CoolantUnit.Coolant;
import io.wattmill.twin.plan.EnergySupply;
import io.wattmill.twin.plan.Facility;
import io.wattmill.twin.plan.PowerUnit;

import java.util.List;
import java.util.OptionalLong;

/** The keys of a plan file that describe the building: power units, cooling, floor, energy. */
final class FacilityLayout {
    private static final Range PUMP = new Range("L/min", 1_000, 1, 100_000_000);
    private static final Range RISE = new Range("K", 10, 1, 500);
    private static final Range PRICE =
            new Range("per kWh", 1_000_000_000, -10_000_000_000L, 1_000_000_000_000L);
    private static final Range CARBON = new Range("g/kWh", 1_000, 0, 100_000_000);
    private static final Range PUE = new Range("", 1_000_000, 1, 100_000_000);
    private static final List<String> COOLANTS = List.of("pg25", "water");

    private FacilityLayout() {}

    static Facility facility(Section root) {
        return new Facility(
                PlanLayout.each(root.sections("ups", false), FacilityLayout::powerUnit),
                PlanLayout.each(root.sections("pdus", false), FacilityLayout::powerUnit),
                PlanLayout.each(root.sections("cdus", false), FacilityLayout::coolantUnit),
                slab(root.sectionIfGiven("floor")),
                energy(root.sectionIfGiven("energy")));
    }

    private static PowerUnit powerUnit(Section section) {
        return new PowerUnit(
                section.name("id", "ups-a"), section.watts("rated-kw", PlanLayout.MAX_SITE_KW));
    }

    private static CoolantUnit coolantUnit(Section section) {
        return new CoolantUnit(
                section.name("id", "cdu-1"),
                section.number("pump-l-per-min", PUMP),
                section.word("coolant", COOLANTS).equals("water") ? Coolant.WATER : Coolant.PG25,
                section.number("rise-k", RISE));
    }

    private static OptionalLong slab(Section section) {
        var slab = section.wholeIfGiven("slab-kg-per-m2", "kg/m2", 1, 1_000_000);
        section.close();
        return slab;
    }

    private static EnergySupply energy(Section section) {
        var supply =
                new EnergySupply(
                        section.nameIfGiven("currency", "USD"),
                        section.series("price-per-kwh", PRICE),
                        section.series("carbon-g-per-kwh", CARBON),
                        section.numberIfGiven("pue", PUE));
        section.close();
        return supply;
    }
}
