// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.learning;

import io.wattmill.agent.regression.Estimate;

/**
 * Whether what was learned is told as the engine's own: enough windows, an error within the bound,
 * and no worse than the router's coefficients on the same windows. Who is trusted stays so until
 * the error is a quarter over that, so that it does not flicker.
 */
final class Trust {

    private static final double LOYALTY = 1.25;

    private final long minWindows;
    private final double maxError;
    private boolean trusted;

    Trust(long minWindows, double maxError) {
        this.minWindows = minWindows;
        this.maxError = maxError;
    }

    /** Whether this estimate is trusted, the ones before it considered. */
    boolean in(Estimate estimate) {
        double bound = Math.min(maxError, estimate.priorError().orElse(maxError));
        double borne = trusted ? LOYALTY * bound : bound;
        trusted = estimate.windows() >= minWindows && estimate.relativeError() <= borne;
        return trusted;
    }
}
