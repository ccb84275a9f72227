// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.twin.simulate.LoadProfile;
import io.wattmill.twin.simulate.LoadProfile.Bin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Load read so often that any part of a run can be told, and summed up to the bins that were asked
 * for.
 *
 * @param fine bins that follow each other from 0 on
 */
record FineProfile(LoadProfile fine) {
    /** Readings over the time in which requests come. */
    private static final int READINGS = 256;

    /** Of bins that divide those asked for: halves of halves. */
    static long binNanos(long askedNanos, long spanNanos) {
        long nanos = askedNanos;
        while (nanos % 2 == 0 && nanos > Math.max(1_000_000, spanNanos / READINGS)) {
            nanos /= 2;
        }
        return nanos;
    }

    /** Means over a part of the run; over all of it where that part falls between two readings. */
    Bin mean(SteadyState part) {
        double[] weights = new double[fine.bins().size()];
        long since = 0;
        for (int i = 0; i < weights.length; i++) {
            long nanos = fine.bins().get(i).nanos();
            weights[i] = part.shareOf(since, since + nanos) * nanos;
            since += nanos;
        }
        boolean none = Arrays.stream(weights).sum() == 0;
        return none
                ? weighted(fine.bins().stream().mapToDouble(Bin::nanos).toArray())
                : weighted(weights);
    }

    private Bin weighted(double[] weights) {
        double nanos = 0;
        double watts = 0;
        double busy = 0;
        double idle = 0;
        for (int i = 0; i < weights.length; i++) {
            nanos += weights[i];
            watts += weights[i] * fine.bins().get(i).gpuWatts();
            busy += weights[i] * fine.bins().get(i).busyShare();
            idle += weights[i] * fine.bins().get(i).idleWatts();
        }
        double per = 1 / Math.max(1, nanos);
        return new Bin(Math.round(nanos), watts * per, busy * per, idle * per);
    }

    /** Bins as they were asked for, each of what is steady in it; none of what only drains. */
    LoadProfile steady(SteadyState steady, long askedNanos) {
        List<Bin> asked = new ArrayList<>();
        for (long from = 0; from < steady.toNanos(); from += askedNanos) {
            asked.add(mean(steadyPart(steady, from, from + askedNanos)));
        }
        return new LoadProfile(askedNanos, asked);
    }

    /** A bin that is all warm-up counts as it is: it keeps its place in the day. */
    private static SteadyState steadyPart(SteadyState steady, long fromNanos, long toNanos) {
        long from = Math.max(fromNanos, steady.fromNanos());
        long to = Math.min(toNanos, steady.toNanos());
        return to > from
                ? new SteadyState(from, to, true)
                : new SteadyState(fromNanos, toNanos, false);
    }
}
