// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan;

import java.util.List;
import java.util.OptionalLong;

/**
 * The building around the racks, as far as the plan gives it.
 *
 * @param ups uninterruptible power supplies
 * @param pdus power distribution units
 * @param coolantUnits pumps of the liquid loops
 * @param slabKgPerM2 what the floor bears
 * @param energy what energy costs there
 */
public record Facility(
        List<PowerUnit> ups,
        List<PowerUnit> pdus,
        List<CoolantUnit> coolantUnits,
        OptionalLong slabKgPerM2,
        EnergySupply energy) {
    /** Of a plan that says nothing of it. */
    public static final Facility NOT_GIVEN =
            new Facility(
                    List.of(), List.of(), List.of(), OptionalLong.empty(), EnergySupply.NOT_GIVEN);

    /** Copies its lists. */
    public Facility {
        ups = List.copyOf(ups);
        pdus = List.copyOf(pdus);
        coolantUnits = List.copyOf(coolantUnits);
    }
}
