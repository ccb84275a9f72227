// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.learning;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.agent.regression.Coefficient;
import io.wattmill.agent.regression.Estimate;

import org.junit.jupiter.api.Test;

import java.util.OptionalDouble;

class TrustTest {

    private static final Coefficient ANY = new Coefficient(1, 0.1);

    private final Trust trust = new Trust(60, 0.15);

    @Test
    void asksForEnoughWindowsAndASmallError() {
        assertFalse(trust.in(estimate(59, 0.05, OptionalDouble.empty())));
        assertFalse(trust.in(estimate(60, 0.16, OptionalDouble.empty())));
        assertTrue(trust.in(estimate(60, 0.15, OptionalDouble.empty())));
    }

    @Test
    void asksForAnErrorNotAboveTheRouters() {
        assertFalse(trust.in(estimate(60, 0.06, OptionalDouble.of(0.05))));
        assertTrue(trust.in(estimate(60, 0.05, OptionalDouble.of(0.05))));
    }

    @Test
    void doesNotFlicker() {
        assertTrue(trust.in(estimate(60, 0.15, OptionalDouble.empty())));
        assertTrue(trust.in(estimate(60, 0.18, OptionalDouble.empty())));
        assertFalse(trust.in(estimate(60, 0.19, OptionalDouble.empty())));
        assertFalse(trust.in(estimate(60, 0.16, OptionalDouble.empty())));
    }

    private static Estimate estimate(long windows, double error, OptionalDouble priorError) {
        return new Estimate(ANY, ANY, ANY, ANY, ANY, ANY, 8, error, priorError, windows);
    }
}
