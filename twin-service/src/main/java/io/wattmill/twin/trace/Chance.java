// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace;

/**
 * Repeatable draws: the SplitMix64 generator (Steele, Lea and Flood, "Fast splittable pseudorandom
 * number generators", OOPSLA 2014) and what is made of it. The same seed gives the same draws on
 * every host and JDK.
 */
final class Chance {

    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    Chance(long seed) {
        state = seed;
    }

    private long next() {
        state += GAMMA;
        long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** In (0, 1]: its logarithm is finite. */
    double unit() {
        return ((next() >>> 11) + 1) * 0x1.0p-53;
    }

    /** True in that share of draws. */
    boolean happens(double share) {
        return unit() <= share;
    }

    /** In [0, bound). */
    int below(int bound) {
        return (int) Math.unsignedMultiplyHigh(next(), bound);
    }

    /**
     * The gap to the next event of a Poisson process, in the unit whose inverse is {@code rate}.
     */
    double gap(double rate) {
        return -StrictMath.log(unit()) / rate;
    }

    /**
     * Log-normal with that median and that standard deviation of the logarithm (Box and Muller,
     * 1958).
     */
    double logNormal(double median, double sigma) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(unit()));
        return median * StrictMath.exp(sigma * radius * StrictMath.cos(2 * Math.PI * unit()));
    }
}
