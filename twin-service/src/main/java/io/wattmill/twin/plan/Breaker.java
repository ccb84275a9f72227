// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan;

import java.util.List;
import java.util.Optional;

/**
 * A breaker, with the supply behind it.
 *
 * @param id name within the plan
 * @param feed id of the feed that supplies it
 * @param ups ids of the UPS on the way, in parallel: they share its load evenly; none = without
 * @param pdu id of the PDU on the way
 * @param supply single or three phase
 * @param volts line to line for three phases, line to neutral for one
 * @param amps rating of the breaker
 * @param powerFactorPpm real power per apparent power, in millionths
 */
public record Breaker(
        String id,
        String feed,
        List<String> ups,
        Optional<String> pdu,
        Supply supply,
        long volts,
        long amps,
        long powerFactorPpm) {

    /** Copies its list. */
    public Breaker {
        ups = List.copyOf(ups);
    }

    /** A breaker straight on its feed. */
    public Breaker(
            String id, String feed, Supply supply, long volts, long amps, long powerFactorPpm) {
        this(id, feed, List.of(), Optional.empty(), supply, volts, amps, powerFactorPpm);
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

    /**
     * Real power in watts at the full rating, rounded down. Source: elementary circuit theory,
     * balanced phases assumed.
     */
    public long ratedWatts() {
        double factor = supply == Supply.THREE_PHASE ? SQRT_3 : 1.0;
        return (long) Math.floor(factor * volts * amps * powerFactorPpm / 1e6);
    }

    /** Real power in watts that a load of three hours and longer may draw. */
    public long continuousWatts() {
        return ratedWatts() * CONTINUOUS_PPM / 1_000_000;
    }
}
