// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.relay;

import io.wattmill.gateway.telemetry.Buckets;

import java.time.Duration;
import java.util.Arrays;

/**
 * Times between the chunks of one stream, counted where they fall and added to a histogram all at
 * once: a stream has hundreds of chunks, and to count each where all streams count costs more than
 * to pass it on.
 */
final class ChunkGaps {

    private static final long[] BOUNDS_NANOS =
            Arrays.stream(Buckets.durations()).mapToLong(Duration::toNanos).toArray();

    private final long[] counts = new long[BOUNDS_NANOS.length + 1];
    private long sumNanos;

    void note(long nanos) {
        int at = 0;
        while (at < BOUNDS_NANOS.length && nanos > BOUNDS_NANOS[at]) {
            at++;
        }
        counts[at]++;
        sumNanos += nanos;
    }

    /** Upper bounds of the buckets but the last, which has none; seconds. */
    static double[] boundsSeconds() {
        return Arrays.stream(BOUNDS_NANOS).mapToDouble(nanos -> nanos / 1e9).toArray();
    }

    /** Gaps in bucket {@code at}; the last bucket is the one without a bound. */
    long count(int at) {
        return counts[at];
    }

    long sumNanos() {
        return sumNanos;
    }

    static int buckets() {
        return BOUNDS_NANOS.length + 1;
    }
}
