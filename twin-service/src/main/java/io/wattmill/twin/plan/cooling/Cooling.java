// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.cooling;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The cooling plant. Heat goes from racks to coolant units (liquid) and air units (air), from there
 * to chillers or straight to heat rejectors, and out.
 *
 * @param coolantUnits pumps of the liquid loops
 * @param airUnits computer-room air handlers
 * @param chillers machines that lift heat to a higher temperature
 * @param rejectors dry coolers and towers
 * @param waterPermitM3PerYear how much water the site may draw
 */
public record Cooling(
        List<CoolantUnit> coolantUnits,
        List<AirUnit> airUnits,
        List<Chiller> chillers,
        List<HeatRejector> rejectors,
        OptionalLong waterPermitM3PerYear) {
    /** Of a plan that says nothing of it. */
    public static final Cooling NOT_GIVEN = of(List.of());

    /** Copies its lists. */
    public Cooling {
        coolantUnits = List.copyOf(coolantUnits);
        airUnits = List.copyOf(airUnits);
        chillers = List.copyOf(chillers);
        rejectors = List.copyOf(rejectors);
    }

    /** Coolant units alone. */
    public static Cooling of(List<CoolantUnit> units) {
        return new Cooling(units, List.of(), List.of(), List.of(), OptionalLong.empty());
    }

    /**
     * How a unit of the plant hangs in it.
     *
     * @param fedBy ids of the power units that feed it; none: the plan does not say
     * @param cooledBy ids of the chillers or rejectors that take its heat, any of which will do;
     *     none: all of the site that can
     * @param group equal units with this word stand in for each other
     */
    public record Links(List<String> fedBy, List<String> cooledBy, Optional<String> group) {
        /** Of a plan that does not say. */
        public static final Links NOT_GIVEN = new Links(List.of(), List.of(), Optional.empty());

        /** Copies its lists. */
        public Links {
            fedBy = List.copyOf(fedBy);
            cooledBy = List.copyOf(cooledBy);
        }
    }
}
