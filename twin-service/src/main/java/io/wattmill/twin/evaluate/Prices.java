// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.evaluate;

import io.wattmill.twin.simulate.report.SitePrices;

import java.math.BigDecimal;

/** What tokens cost: the figures of the reference plan {@code hgx-h100-1-rack}, unless told. */
public final class Prices {
    /** 0.085 USD per kWh and 2.10 USD per hour of a GPU, rent; PUE 1. */
    public static final SitePrices USUAL = of(new BigDecimal("0.085"), new BigDecimal("2.10"));

    private Prices() {}

    /** Energy at the devices, and GPUs by the hour, used or not. */
    public static SitePrices of(BigDecimal perKilowattHour, BigDecimal perGpuHour) {
        return new SitePrices("USD", perKilowattHour, BigDecimal.ONE, perGpuHour);
    }
}
