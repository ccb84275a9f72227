// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.economics;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Money spent before the first token.
 *
 * @param amount in the plan's currency, at least 0
 * @param years over which it is written off, above 0
 */
public record Investment(BigDecimal amount, double years) {
    /** Nothing. */
    public static final Investment NONE = new Investment(BigDecimal.ZERO, 1);

    private static final int SCALE = 6;

    /**
     * What it costs a year: the annuity {@code r / (1 - (1 + r)^-n)} of the amount, an n-th of it
     * at a rate of 0.
     *
     * @param discountRate per year, 0 to 1
     */
    public BigDecimal perYear(double discountRate) {
        double factor =
                discountRate == 0
                        ? 1 / years
                        : discountRate / -Math.expm1(-years * Math.log1p(discountRate));
        return amount.multiply(BigDecimal.valueOf(factor)).setScale(SCALE, RoundingMode.HALF_EVEN);
    }
}
