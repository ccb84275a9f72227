// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.economics.planned;

import io.wattmill.twin.plan.given.Given;

import java.math.BigDecimal;

/** Which end of their intervals prices are taken at: 10 % for a stated one, 30 % for a default. */
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
        return money.multiply(BigDecimal.ONE.add(error));
    }
}
