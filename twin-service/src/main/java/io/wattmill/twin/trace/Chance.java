// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace;

/**
 * Repeatable draws: the SplitMix64 generator (Steele, Lea and Flood, "Fast splittable pseudorandom
 * number generators", OOPSLA 2014) and what is made of it. The same seed gives the same draws on
 * every host and JDK.
 */
public final class Chance {

    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    /** Draws from this seed. */
    public Chance(long seed) {
        state = seed;
    }

    private long next() {
        state += GAMMA;
        long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** In (0, 1]: its logarithm is finite. */
    public double unit() {
        return ((next() >>> 11) + 1) * 0x1.0p-53;
    }

    /** True in that share of draws. */
    public boolean happens(double share) {
        return unit() <= share;
    }

    /** In [0, bound). */
    public int below(int bound) {
        return (int) Math.unsignedMultiplyHigh(next(), bound);
    }

    /**
     * The gap to the next event of a Poisson process, in the unit whose inverse is {@code rate}.
     */
    public double gap(double rate) {
        return -StrictMath.log(unit()) / rate;
    }

    /**
     * Log-normal with that median and that standard deviation of the logarithm (Box and Muller,
     * 1958).
     */
    public double logNormal(double median, double sigma) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(unit()));
        return median * StrictMath.exp(sigma * radius * StrictMath.cos(2 * Math.PI * unit()));
    }

    /** Standard normal (Box and Muller, 1958). */
    public double normal() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(unit()));
        return radius * StrictMath.cos(2 * Math.PI * unit());
    }

    /**
     * Gamma with a mean of {@code shape} (Marsaglia and Tsang, "A simple method for generating
     * gamma variables", ACM TOMS 26, 2000; below a shape of 1 by its boost).
     *
     * @param shape above 0; a coefficient of variation c has 1 / c^2
     */
    public double gamma(double shape) {
        if (shape < 1) {
            return gamma(shape + 1) * StrictMath.pow(unit(), 1 / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / StrictMath.sqrt(9 * d);
        while (true) {
            double x = normal();
            double v = (1 + c * x) * (1 + c * x) * (1 + c * x);
            if (v > 0 && StrictMath.log(unit()) < x * x / 2 + d - d * v + d * StrictMath.log(v)) {
                return d * v;
            }
        }
    }

    /** Weibull of scale 1. */
    public double weibull(double shape) {
        return StrictMath.pow(-StrictMath.log(unit()), 1 / shape);
    }
}
