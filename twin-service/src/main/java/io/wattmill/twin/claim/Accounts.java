// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.figure.Figure;

import java.util.Optional;

/**
 * The constants that turn a side's tokens into megawatts and dollars. Empty: not told.
 *
 * @param power of a GPU
 * @param price of a GPU
 * @param tokens which tokens the answer counts
 * @param energyPrice dollars per kWh
 * @param boundary up to where joules and dollars are accounted
 * @param utilization share of the hours in which the throughput is reached, above 0 and at most 1
 */
public record Accounts(
        Optional<Power> power,
        Optional<Price> price,
        TokenBasis tokens,
        Optional<Figure> energyPrice,
        Optional<Boundary> boundary,
        Optional<Figure> utilization) {
    private static final Figure ALL_HOURS =
            Figure.exact(1, Provenance.ASSUMED, "no utilization is told: busy all hours");

    /**
     * Power of a GPU and of what belongs to it.
     *
     * @param kwPerGpu above 0
     */
    public record Power(PowerBasis basis, Figure kwPerGpu) {}

    /**
     * Price of a GPU.
     *
     * @param perGpuHour dollars, above 0
     */
    public record Price(PriceOwner owner, Figure perGpuHour) {}

    /**
     * Kilowatts per GPU's worth of throughput. What is set aside is so for the idle hours, too;
     * what was measured was measured under load.
     */
    public Optional<Figure> paidKw() {
        return power.map(
                told ->
                        told.basis() == PowerBasis.MEASURED
                                ? told.kwPerGpu()
                                : told.kwPerGpu().per(busy()));
    }

    /** Dollars per hour of a GPU's worth of throughput. */
    public Optional<Figure> paidDollars() {
        return price.map(told -> told.perGpuHour().per(busy()));
    }

    /** The same, with other kilowatts per GPU where power was told. */
    Accounts withKw(Figure kw) {
        var other = power.map(told -> new Power(told.basis(), kw));
        return new Accounts(other, price, tokens, energyPrice, boundary, utilization);
    }

    /** The same, with other dollars per GPU-hour where a price was told. */
    Accounts withPrice(Figure perHour) {
        var other = price.map(told -> new Price(told.owner(), perHour));
        return new Accounts(power, other, tokens, energyPrice, boundary, utilization);
    }

    private Figure busy() {
        return utilization.orElse(ALL_HOURS);
    }
}
