// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.power;

import java.util.List;

/**
 * A breaker.
 *
 * @param id name within the plan
 * @param fedBy what feeds it; several in parallel share its load evenly
 * @param supply single or three phase
 * @param volts line to line for three phases, line to neutral for one
 * @param amps rating of the breaker
 * @param powerFactorPpm real power per apparent power, in millionths
 */
public record Breaker(
        String id, List<String> fedBy, Supply supply, long volts, long amps, long powerFactorPpm)
        implements PowerUnit {

    /** Copies its list. */
    public Breaker {
        fedBy = List.copyOf(fedBy);
    }

    /** A breaker with one unit behind it. */
    public Breaker(
            String id, String fedBy, Supply supply, long volts, long amps, long powerFactorPpm) {
        this(id, List.of(fedBy), supply, volts, amps, powerFactorPpm);
    }

    /** How many live conductors carry the load. */
    public enum Supply {
        /** One line and neutral: P = V * I * pf. */
        SINGLE_PHASE,
        /** Three lines: P = sqrt(3) * V * I * pf. */
        THREE_PHASE
    }

    /** What a continuous load may take of the rating: NEC 210.20(A). */
    public static final long CONTINUOUS_PPM = 800_000;

    private static final double SQRT_3 = Math.sqrt(3.0);

    @Override
    public Kind kind() {
        return Kind.BREAKER;
    }

    /**
     * Real power in watts at the full rating, rounded down. Source: elementary circuit theory,
     * balanced phases assumed.
     */
    @Override
    public long ratedWatts() {
        double factor = supply == Supply.THREE_PHASE ? SQRT_3 : 1.0;
        return (long) Math.floor(factor * volts * amps * powerFactorPpm / 1e6);
    }

    @Override
    public long continuousWatts() {
        return ratedWatts() * CONTINUOUS_PPM / 1_000_000;
    }
}
