// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.trace.Chains;
import io.wattmill.twin.trace.LengthShape;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceRequest;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.util.stream.IntStream;

class LoadTest {
    private static final LengthShape PROMPT = new LengthShape(2_000, 0.8, 16, 30_000);
    private static final LengthShape ANSWER = new LengthShape(200, 0.6, 1, 2_000);
    private static final AgenticLoad AGENTS =
            new AgenticLoad(
                    0.5,
                    new Arrivals.Poisson(),
                    new LengthShape(8, 0.5, 1, 40),
                    PROMPT,
                    new LengthShape(600, 1, 1, 5_000),
                    ANSWER,
                    new LengthShape(2_000, 1, 50, 60_000),
                    60_000);

    private static Trace synthetic(Arrivals arrivals, long seed, int count) {
        return new SyntheticLoad(10, arrivals, 1_024, PROMPT, ANSWER).trace(seed, count);
    }

    @Property(tries = 4)
    void keepsTheRateHoweverBursty(@ForAll long seed) {
        for (Arrivals arrivals :
                new Arrivals[] {
                    new Arrivals.Poisson(), new Arrivals.Gamma(3), new Arrivals.Bursty(5, 10)
                }) {
            Trace trace = synthetic(arrivals, seed, 20_000);
            double rate = 20_000 * 1e6 / trace.spanUs();
            // Some 130 bursts of exponential length: their sum varies by an eighth.
            assertEquals(10, rate, 4, arrivals + ", seed " + seed);
            assertEquals(trace, synthetic(arrivals, seed, 20_000));
        }
    }

    @Test
    void isBurstierWhereTheGapsVaryMore() {
        assertEquals(1, variation(synthetic(new Arrivals.Poisson(), 1, 20_000)), 0.1);
        assertEquals(3, variation(synthetic(new Arrivals.Gamma(3), 1, 20_000)), 0.5);
        assertTrue(variation(synthetic(new Arrivals.Bursty(5, 10), 1, 20_000)) > 2);
    }

    private static double variation(Trace trace) {
        double[] gaps =
                IntStream.range(1, trace.requests().size())
                        .mapToDouble(
                                i ->
                                        trace.requests().get(i).arrivalUs()
                                                - trace.requests().get(i - 1).arrivalUs())
                        .toArray();
        double mean = IntStream.range(0, gaps.length).mapToDouble(i -> gaps[i]).average().orElse(0);
        double square =
                IntStream.range(0, gaps.length)
                        .mapToDouble(i -> (gaps[i] - mean) * (gaps[i] - mean))
                        .average()
                        .orElse(0);
        return Math.sqrt(square) / mean;
    }

    @Property(tries = 5)
    void chainsTurnsWhosePromptsGrowOutOfTheOneBefore(@ForAll long seed) {
        Trace trace = AGENTS.trace(seed, 500);
        assertEquals(500, trace.requests().size());
        Chains chains = trace.chains();
        int linked = 0;
        for (int i = 0; i < 500; i++) {
            if (chains.after(i) != Chains.FIRST) {
                TraceRequest turn = trace.requests().get(i);
                TraceRequest before = trace.requests().get(chains.after(i));
                assertEquals(
                        before.inputTokens() / before.blocks().blockTokens(),
                        Math.min(
                                before.inputTokens() / before.blocks().blockTokens(),
                                turn.blocks().sharedWith(before.blocks())));
                assertTrue(turn.inputTokens() > before.inputTokens() + before.outputTokens());
                linked++;
            }
        }
        assertTrue(linked > 250, "seed " + seed);
        assertEquals(trace, AGENTS.trace(seed, 500));
        assertNotEquals(trace, AGENTS.trace(seed + 1, 500));
    }
}
