// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.economics.planned;

import io.wattmill.twin.plan.given.Given;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Which end of their intervals all inputs of the money are taken at, as they make it cheaper or
 * dearer: 10 % for a stated one, 30 % for a default.
 */
enum Lean {
    LOW(-1),
    VALUE(0),
    HIGH(1);

    private static final BigDecimal STATED = new BigDecimal("0.10");
    private static final BigDecimal ASSUMED = new BigDecimal("0.30");

    private final int sign;

    Lean(int sign) {
        this.sign = sign;
    }

    BigDecimal of(Given<BigDecimal> money) {
        return of(money.value(), money.stated());
    }

    BigDecimal of(BigDecimal money, boolean stated) {
        BigDecimal error = (stated ? STATED : ASSUMED).multiply(BigDecimal.valueOf(sign));
        return money.add(money.abs().multiply(error));
    }

    /** Billionths; a negative price leans the same way as a positive one. */
    long nano(long nano, boolean stated) {
        return of(BigDecimal.valueOf(nano), stated)
                .setScale(0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }

    /** A rate or a share, of which more costs more. */
    double rate(Given<Double> rate) {
        return of(BigDecimal.valueOf(rate.value()), rate.stated()).doubleValue();
    }

    /** A life, of which more costs less: leans the other way. */
    double years(Given<Double> years) {
        BigDecimal error = (years.stated() ? STATED : ASSUMED).multiply(BigDecimal.valueOf(-sign));
        return BigDecimal.valueOf(years.value()).multiply(BigDecimal.ONE.add(error)).doubleValue();
    }
}
