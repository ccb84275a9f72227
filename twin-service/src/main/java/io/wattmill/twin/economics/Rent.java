// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.economics;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Owning against renting the same GPUs.
 *
 * @param ownPerYear what owning costs
 * @param rentPerYear what the same GPUs cost all year
 * @param breakEvenUtilization share of the year from which owning is cheaper than renting by the
 *     hour only what is used; above 1 = never
 */
public record Rent(BigDecimal ownPerYear, BigDecimal rentPerYear, double breakEvenUtilization) {
    private static final long HOURS = 8_760;

    /**
     * Compares.
     *
     * @param perGpuHour rent, above 0
     * @param gpus at least 1
     */
    public static Rent against(CostYear own, BigDecimal perGpuHour, long gpus) {
        BigDecimal rent = perGpuHour.multiply(BigDecimal.valueOf(HOURS * gpus));
        double even = own.total().divide(rent, MathContext.DECIMAL64).doubleValue();
        return new Rent(own.total(), rent, even);
    }
}
