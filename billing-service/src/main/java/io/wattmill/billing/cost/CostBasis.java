// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.cost;

import io.wattmill.billing.price.FacilityFactors;

import java.util.OptionalLong;

/**
 * What a window's cost is made from.
 *
 * @param deviceUj its device joules
 * @param meteredHostUj its part of the host's meters; empty while the host has none, then the
 *     configured share of the device joules stands in
 * @param gpuNano its GPU time at the rates of its GPUs, nano-units
 * @param factors PUE, electricity price and carbon intensity over the window
 */
public record CostBasis(
        long deviceUj, OptionalLong meteredHostUj, long gpuNano, FacilityFactors factors) {

    /**
     * The amounts of the whole window. Facility joules are (PUE - 1) x (device + host); electricity
     * and carbon follow from all three (docs/adr/0006-cost.md).
     */
    public Amounts amounts() {
        long hostUj = meteredHostUj.orElseGet(() -> factors.hostUj(deviceUj));
        long itUj = Math.addExact(deviceUj, hostUj);
        long facilityUj = factors.facilityUj(itUj);
        long siteUj = Math.addExact(itUj, facilityUj);
        return new Amounts(
                hostUj,
                facilityUj,
                gpuNano,
                factors.energyCostNano(siteUj),
                factors.carbonUg(siteUj));
    }
}
