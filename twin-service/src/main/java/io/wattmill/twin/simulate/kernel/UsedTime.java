// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.kernel;

/** What the time of an engine went into, in nanoseconds. */
public final class UsedTime {
    private long sinceNanos;
    private int decoding;
    private boolean busy;
    private long busyNanos;
    private double sequenceNanos;

    /** A step or a pause begins; the one before lasted until now. */
    void next(long nowNanos, int nowDecoding, boolean nowBusy) {
        long passed = nowNanos - sinceNanos;
        if (busy) {
            busyNanos += passed;
            sequenceNanos += (double) passed * decoding;
        }
        sinceNanos = nowNanos;
        decoding = nowDecoding;
        busy = nowBusy;
    }

    /** Time in steps. */
    public long busyNanos() {
        return busyNanos;
    }

    long busyNanosUntil(long nowNanos) {
        return busyNanos + (busy ? Math.max(0, nowNanos - sinceNanos) : 0);
    }

    /** Mean number of decoding sequences while it worked; 0 if it never did. */
    public double meanBatch() {
        return busyNanos == 0 ? 0 : sequenceNanos / busyNanos;
    }
}
