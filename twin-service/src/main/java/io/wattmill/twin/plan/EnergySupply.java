// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What energy costs, and what the site adds to it.
 *
 * @param currency three letters; empty when the plan does not say
 * @param priceNanoPerKwh billionths of the currency per kWh: one for all hours, or one per hour;
 *     empty when the plan does not say
 * @param carbonMilligramsPerKwh CO2 equivalent per kWh, likewise
 * @param puePpm energy of the site per energy of its IT, in millionths
 */
public record EnergySupply(
        Optional<String> currency,
        List<Long> priceNanoPerKwh,
        List<Long> carbonMilligramsPerKwh,
        OptionalLong puePpm) {
    /** Of a plan that says nothing. */
    public static final EnergySupply NOT_GIVEN =
            new EnergySupply(Optional.empty(), List.of(), List.of(), OptionalLong.empty());

    /** Copies its lists. */
    public EnergySupply {
        priceNanoPerKwh = List.copyOf(priceNanoPerKwh);
        carbonMilligramsPerKwh = List.copyOf(carbonMilligramsPerKwh);
    }
}
