// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

/**
 * How much of itself an engine that just came gives: its caches are empty, its kernels not compiled
 * yet, and nothing was learned of it. The share grows evenly from nothing to all.
 */
final class SlowStart {
    private static final int FULL_PPM = 1_000_000;
    private static final int USUAL_SEQUENCES = 256;

    private SlowStart() {}

    /** Share after this long of a window, parts per million. */
    static int sharePpm(long sinceNanos, long windowNanos) {
        return sinceNanos >= windowNanos
                ? FULL_PPM
                : (int) (FULL_PPM * (double) Math.max(0, sinceNanos) / windowNanos);
    }

    /** Requests at once at this share, at least 1. */
    static int sequences(int sharePpm, int maxRunning) {
        long all = maxRunning > 0 ? maxRunning : USUAL_SEQUENCES;
        return (int) Math.max(1, all * sharePpm / FULL_PPM);
    }
}
