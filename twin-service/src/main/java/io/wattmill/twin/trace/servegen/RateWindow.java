// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.servegen;

import io.wattmill.twin.trace.Chance;

/**
 * How often a client asks in one window.
 *
 * @param startSeconds after the day's beginning
 * @param perSecond mean rate, 0 for a client that is quiet
 * @param gaps distribution of the gaps
 * @param shape of that distribution; only its form counts, the rate gives the scale
 */
public record RateWindow(int startSeconds, double perSecond, Gaps gaps, double shape) {

    /** Distributions that ServeGen fits. */
    public enum Gaps {
        GAMMA,
        WEIBULL
    }

    double gap(Chance chance) {
        return switch (gaps) {
            case GAMMA -> chance.gamma(shape);
            case WEIBULL -> chance.weibull(shape);
        };
    }

    /**
     * Instants of the window's requests, seconds from its start, in order: as many as the rate
     * says, at gaps of the distribution's form that fill the window, as ServeGen does it.
     */
    double[] arrivals(double seconds, double scale, Chance chance) {
        double expected = perSecond * scale * seconds;
        int count = (int) expected + (chance.happens(expected - (int) expected) ? 1 : 0);
        double[] at = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += gap(chance);
            at[i] = sum;
        }
        double all = sum + gap(chance);
        for (int i = 0; i < count; i++) {
            at[i] = all > 0 ? at[i] / all * seconds : 0;
        }
        return at;
    }
}
