// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.text;

/** Deterministic scattering of 64-bit numbers. */
public final class Mix {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private Mix() {}

    /**
     * The n-th number of the stream that the seed names: the SplitMix64 generator (Steele et al.,
     * 2014).
     */
    public static long at(long seed, long n) {
        long z = seed + (n + 1) * GOLDEN_GAMMA;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** The n-th number of the stream as a double in [0, 1). */
    public static double unitAt(long seed, long n) {
        return (at(seed, n) >>> 11) * 0x1.0p-53;
    }
}
