// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.util.List;

class BundlesTest {

    @Test
    void spreadsABundleEvenlyUpToTheNext() {
        List<TraceRequest> spread = Bundles.EVEN.spread(Traces.at(0, 0, 0, 3_000, 3_000, 6_000));
        assertEquals(List.of(0L, 1_000L, 2_000L, 3_000L, 4_500L, 6_000L), times(spread));
    }

    @Test
    void givesTheLastBundleTheStepBeforeIt() {
        List<TraceRequest> spread = Bundles.EVEN.spread(Traces.at(0, 3_000, 3_000));
        assertEquals(List.of(0L, 3_000L, 4_500L), times(spread));
    }

    @Test
    void keepsRecordedTimesWhenAsked() {
        List<TraceRequest> recorded = Traces.at(0, 0, 7);
        assertEquals(recorded, Bundles.AS_RECORDED.spread(recorded));
    }

    @Property(tries = 300)
    void movesNoRequestOutOfItsBundleOrItsPlace(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(max = 3) Integer> steps) {
        long[] times = new long[steps.size()];
        for (int i = 1; i < times.length; i++) {
            times[i] = times[i - 1] + steps.get(i) * 1_000L;
        }
        List<TraceRequest> recorded = Traces.at(times);
        List<TraceRequest> spread = Bundles.EVEN.spread(recorded);
        assertEquals(recorded.size(), spread.size());
        assertEquals(spread, new Trace("ordered", spread).requests());
        for (int i = 0; i < times.length; i++) {
            assertEquals(i, spread.get(i).index());
            long to = nextBundleAfter(times, times[i]);
            assertTrue(spread.get(i).arrivalUs() >= times[i] && spread.get(i).arrivalUs() < to);
        }
    }

    private static long nextBundleAfter(long[] times, long time) {
        for (long each : times) {
            if (each > time) {
                return each;
            }
        }
        return Long.MAX_VALUE;
    }

    private static List<Long> times(List<TraceRequest> requests) {
        return requests.stream().map(TraceRequest::arrivalUs).toList();
    }
}
