// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Assertions;

import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;

class GeneratedTraceTest {

    private static final TraceShape SHAPE = TraceShape.conversation();

    @Property(tries = 5)
    void isTheSameForTheSameSeed(@ForAll long seed) {
        Trace trace = GeneratedTrace.of(seed, 300, SHAPE);
        assertEquals(trace, GeneratedTrace.of(seed, 300, SHAPE));
        assertNotEquals(trace.requests(), GeneratedTrace.of(seed + 1, 300, SHAPE).requests());
    }

    @Property(tries = 5)
    void isTheBeginningOfALongerOne(@ForAll long seed) {
        Trace trace = GeneratedTrace.of(seed, 300, SHAPE);
        assertEquals(GeneratedTrace.of(seed, 100, SHAPE), trace.limited(100));
    }

    @Property(tries = 5)
    void givesABlockOnePlaceAndOneBlockBeforeIt(@ForAll long seed) {
        Map<Long, Long> before = new HashMap<>();
        for (TraceRequest request : GeneratedTrace.of(seed, 500, SHAPE).requests()) {
            long previous = -1;
            for (int i = 0; i < request.blocks().size(); i++) {
                long known = before.computeIfAbsent(request.blocks().at(i), fixed(previous));
                assertEquals(previous, known);
                previous = request.blocks().at(i);
            }
        }
    }

    @Property(tries = 3)
    void hasTheShapeOfTheConversationTrace(@ForAll long seed) {
        Trace trace = GeneratedTrace.of(seed, 12_031, SHAPE);
        TraceCensus census = TraceCensus.of(trace);
        near("rate", 3.40, census.requests() * 1e6 / census.spanUs(), 0.05);
        near("reusable blocks", 0.366, census.reusableShare(), 0.15);
        near("prompt mean", 12_035, (double) census.inputTokens() / census.requests(), 0.15);
        near("prompt median", 6_909, quantile(trace, TraceRequest::inputTokens, 0.5), 0.15);
        near("prompt p99", 85_400, quantile(trace, TraceRequest::inputTokens, 0.99), 0.20);
        near("answer mean", 343, (double) census.outputTokens() / census.requests(), 0.10);
        near("answer median", 350, quantile(trace, TraceRequest::outputTokens, 0.5), 0.10);
        near("answer p90", 597, quantile(trace, TraceRequest::outputTokens, 0.9), 0.10);
    }

    @Example
    void opensEveryPromptWithTheSameBlock() {
        Trace trace = GeneratedTrace.of(7, 200, SHAPE);
        assertTrue(trace.requests().stream().allMatch(request -> request.blocks().at(0) == 0));
    }

    private static java.util.function.Function<Long, Long> fixed(long value) {
        return _ -> value;
    }

    private static int quantile(Trace trace, ToIntFunction<TraceRequest> figure, double share) {
        int[] sorted = trace.requests().stream().mapToInt(figure).sorted().toArray();
        return sorted[(int) (share * (sorted.length - 1))];
    }

    private static void near(String what, double wanted, double found, double tolerance) {
        Assertions.assertEquals(wanted, found, wanted * tolerance, what);
    }
}
