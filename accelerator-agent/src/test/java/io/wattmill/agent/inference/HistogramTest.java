// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.agent.inference.Histogram.Bucket;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

class HistogramTest {

    private static final long NO_BOUND = Long.MAX_VALUE;

    @Test
    void takesDurationsToLieEvenlyInABucket() {
        Histogram histogram = of(100, 0, 200, 10, NO_BOUND, 10);

        assertEquals(OptionalLong.of(150), histogram.quantileUs(500_000));
        assertEquals(OptionalLong.of(199), histogram.quantileUs(990_000));
        assertEquals(OptionalLong.of(200), histogram.quantileUs(1_000_000));
    }

    @Test
    void givesTheLastBoundForWhatLiesBeyondIt() {
        assertEquals(OptionalLong.of(100), of(100, 1, NO_BOUND, 10).quantileUs(990_000));
    }

    @Test
    void saysNothingOfNothing() {
        assertEquals(OptionalLong.empty(), Histogram.NONE.quantileUs(500_000));
        assertEquals(OptionalLong.empty(), of(100, 0, NO_BOUND, 0).quantileUs(500_000));
    }

    @Test
    void whatWentBackIsNotComparable() {
        assertEquals(Optional.empty(), of(100, 1, NO_BOUND, 2).since(of(100, 2, NO_BOUND, 2)));
        assertEquals(Optional.empty(), of(100, 1, NO_BOUND, 2).since(of(99, 1, NO_BOUND, 2)));
        assertEquals(Optional.empty(), of(100, 1).since(Histogram.NONE));
        assertEquals(
                Optional.of(of(100, 1, NO_BOUND, 3)),
                of(100, 2, NO_BOUND, 5).since(of(100, 1, NO_BOUND, 2)));
    }

    @Property
    void aQuantileLiesInTheBucketOfTheDurationOfItsRank(
            @ForAll @Size(min = 1, max = 60) List<@LongRange(min = 0, max = 9_999) Long> durations,
            @ForAll @IntRange(min = 1, max = 1_000_000) int ppm) {
        Histogram histogram = counted(durations);
        List<Long> sorted = durations.stream().sorted().toList();
        int rank = (int) Math.ceil(sorted.size() * (ppm / 1e6));
        long exact = sorted.get(Math.max(0, rank - 1));

        long told = histogram.quantileUs(ppm).orElseThrow();

        assertTrue(Math.abs(told - exact) <= 1_000, told + " of " + sorted);
    }

    /** Buckets of 1,000 microseconds. */
    private static Histogram counted(List<Long> durations) {
        List<Bucket> buckets = new ArrayList<>();
        for (long bound = 1_000; bound <= 10_000; bound += 1_000) {
            long upTo = bound;
            buckets.add(new Bucket(upTo, durations.stream().filter(d -> d <= upTo).count()));
        }
        buckets.add(new Bucket(NO_BOUND, durations.size()));
        return new Histogram(buckets);
    }

    private static Histogram of(long... boundsAndCounts) {
        List<Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < boundsAndCounts.length; i += 2) {
            buckets.add(new Bucket(boundsAndCounts[i], boundsAndCounts[i + 1]));
        }
        return new Histogram(buckets);
    }
}
