// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.workload;

import io.wattmill.twin.trace.Chance;

/** How events follow each other, at a mean rate that is told apart. */
public sealed interface Arrivals {

    /** Events that know nothing of each other. */
    record Poisson() implements Arrivals {}

    /**
     * Gaps of a gamma distribution.
     *
     * @param variation coefficient of variation of the gaps: 1 is Poisson's, more is burstier
     */
    record Gamma(double variation) implements Arrivals {
        /** Refuses what is no variation. */
        public Gamma {
            if (!(variation > 0) || variation > 100) {
                throw new IllegalArgumentException("a variation is above 0 and at most 100");
            }
        }
    }

    /**
     * Poisson arrivals that come and go: all load falls in bursts.
     *
     * @param burstSeconds mean length of a burst
     * @param quietSeconds mean length of what is between two
     */
    record Bursty(double burstSeconds, double quietSeconds) implements Arrivals {
        /** Refuses lengths that are none. */
        public Bursty {
            if (!(burstSeconds > 0) || !(quietSeconds >= 0)) {
                throw new IllegalArgumentException("bursts and pauses have lengths");
            }
        }
    }

    /** A process that has begun. */
    default ArrivalClock clock(double perSecond, Chance chance) {
        return switch (this) {
            case Poisson() -> new ArrivalClock(chance, c -> c.gap(perSecond));
            case Gamma(double variation) -> {
                double shape = 1 / (variation * variation);
                yield new ArrivalClock(chance, c -> c.gamma(shape) / (shape * perSecond));
            }
            case Bursty(double burst, double quiet) ->
                    new ArrivalClock(chance, new BurstGaps(perSecond, burst, quiet));
        };
    }
}
