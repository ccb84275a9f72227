// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.cost;

import java.util.Collection;
import java.util.function.ToLongFunction;

/**
 * What comes on top of device joules, each 0 or more.
 *
 * @param hostUj joules of the host, microjoules
 * @param facilityUj what cooling and conversion add to device and host, microjoules
 * @param gpuNano GPU time, nano-units of the currency
 * @param electricityNano electricity for device, host and facility, nano-units
 * @param carbonUg of the same joules, micrograms of CO2 equivalent
 */
public record Amounts(
        long hostUj, long facilityUj, long gpuNano, long electricityNano, long carbonUg) {

    /** Nothing. */
    public static final Amounts NONE = new Amounts(0, 0, 0, 0, 0);

    /** What it costs to serve: GPU time and electricity, nano-units. */
    public long costNano() {
        return Math.addExact(gpuNano, electricityNano);
    }

    /** The sums of several. */
    public static Amounts sum(Collection<Amounts> parts) {
        return new Amounts(
                sum(parts, Amounts::hostUj),
                sum(parts, Amounts::facilityUj),
                sum(parts, Amounts::gpuNano),
                sum(parts, Amounts::electricityNano),
                sum(parts, Amounts::carbonUg));
    }

    private static long sum(Collection<Amounts> parts, ToLongFunction<Amounts> part) {
        return parts.stream().mapToLong(part).reduce(0, Math::addExact);
    }
}
