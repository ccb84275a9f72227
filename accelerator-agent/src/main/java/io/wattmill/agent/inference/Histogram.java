// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A histogram of durations, as Prometheus writes it: each bucket counts everything up to its bound.
 *
 * @param buckets by rising bound
 */
public record Histogram(List<Bucket> buckets) {

    /** Without a bucket. */
    public static final Histogram NONE = new Histogram(List.of());

    private static final long MILLION = 1_000_000L;

    /**
     * How many were at most this long.
     *
     * @param upToUs the bound, microseconds; {@link Long#MAX_VALUE} in the last one
     * @param count cumulative
     */
    public record Bucket(long upToUs, long count) {}

    /** Copies the list. */
    public Histogram {
        buckets = List.copyOf(buckets);
    }

    /** Durations counted. */
    public long count() {
        return buckets.isEmpty() ? 0 : buckets.getLast().count();
    }

    /**
     * What was counted since {@code before}; empty when the two do not have the same bounds, or a
     * count went back: then another process counts.
     */
    public Optional<Histogram> since(Histogram before) {
        if (before.buckets.size() != buckets.size()) {
            return Optional.empty();
        }
        List<Bucket> more = new ArrayList<>(buckets.size());
        for (int i = 0; i < buckets.size(); i++) {
            Bucket then = before.buckets.get(i);
            Bucket now = buckets.get(i);
            if (then.upToUs != now.upToUs || then.count > now.count) {
                return Optional.empty();
            }
            more.add(new Bucket(now.upToUs, now.count - then.count));
        }
        return Optional.of(new Histogram(more));
    }

    /**
     * The duration that {@code ppm} of all were not longer than, microseconds; empty when nothing
     * was counted. Within a bucket durations are taken to lie evenly, and what is beyond the last
     * bound counts as that bound: Prometheus' {@code histogram_quantile}.
     */
    public OptionalLong quantileUs(long ppm) {
        if (count() == 0) {
            return OptionalLong.empty();
        }
        double rank = (double) count() * ppm / MILLION;
        long lowerUs = 0;
        long below = 0;
        for (Bucket bucket : buckets) {
            if (bucket.count >= rank && bucket.count > below) {
                return OptionalLong.of(within(bucket, lowerUs, below, rank));
            }
            lowerUs = bucket.upToUs;
            below = bucket.count;
        }
        return OptionalLong.of(lowerUs);
    }

    private static long within(Bucket bucket, long lowerUs, long below, double rank) {
        if (bucket.upToUs == Long.MAX_VALUE) {
            return lowerUs;
        }
        double share = (rank - below) / (bucket.count - below);
        return lowerUs + Math.round(share * (bucket.upToUs - lowerUs));
    }
}
