// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.regression;

import java.util.Optional;

/**
 * What an engine draws with its model loaded and nothing running. The first moments after work are
 * left out: clocks and power come down over seconds.
 */
final class IdlePower {

    private static final int SETTLING_WINDOWS = 3;
    private static final int ENOUGH_WINDOWS = 5;
    private static final double MEMORY_WINDOWS = 60;

    /** Idle power moves with temperature and clocks: never known better than this part of it. */
    private static final double LEAST_RELATIVE_ERROR = 0.015;

    private final Mean watts = new Mean(MEMORY_WINDOWS);
    private final Mean squares = new Mean(MEMORY_WINDOWS);
    private int settled;

    void worked() {
        settled = 0;
    }

    void idled(double idleWatts) {
        if (settled < SETTLING_WINDOWS) {
            settled++;
        } else {
            watts.add(idleWatts);
            squares.add(idleWatts * idleWatts);
        }
    }

    /** Watts, once enough was seen. */
    Optional<Coefficient> estimate() {
        return watts.count() < ENOUGH_WINDOWS
                ? Optional.empty()
                : Optional.of(new Coefficient(watts.value(), standardError()));
    }

    private double standardError() {
        double variance = Math.max(0, squares.value() - watts.value() * watts.value());
        double ofMean = Math.sqrt(variance / watts.weight());
        return Math.max(ofMean, LEAST_RELATIVE_ERROR * watts.value());
    }
}
