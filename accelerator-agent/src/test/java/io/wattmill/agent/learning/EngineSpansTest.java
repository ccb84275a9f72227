// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.agent.inference.EngineCount;
import io.wattmill.agent.inference.EngineReading;
import io.wattmill.agent.testing.EngineReadings;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class EngineSpansTest {

    private static final long HALF = 500_000;

    private final EngineSpans spans = new EngineSpans(1_000_000, 5_000_000);

    @Test
    void addsUpWhatTheCountersSayBetweenTwoLooks() {
        assertEquals(Optional.empty(), spans.accept(reading(10, 100, 1_000, 0), 0));
        assertEquals(Optional.empty(), spans.accept(reading(10, 200, 1_400, 0), HALF));
        EngineSpan span = spans.accept(reading(30, 300, 1_900, 0), 2 * HALF).orElseThrow();
        assertEquals(1_000_000, span.lengthUs());
        assertEquals(200, span.prefillTokens());
        assertEquals(900, span.decodeTokens());
        // 400 tokens by 10 sequences, then 500 by 20 on average.
        assertEquals(40 + 25, span.steps(), 1e-9);
        // The cache of 16,000 tokens was half full throughout.
        assertEquals((40 + 25) * 8_000, span.kvReads(), 1e-6);
        assertFalse(span.quiet());
    }

    @Test
    void theNextSpanBeginsWhereThisOneEnds() {
        spans.accept(reading(10, 100, 1_000, 0), 0);
        spans.accept(reading(10, 200, 1_400, 0), 2 * HALF);
        EngineSpan next = spans.accept(reading(10, 250, 1_500, 0), 4 * HALF).orElseThrow();
        assertEquals(2 * HALF, next.fromUs());
        assertEquals(100, next.decodeTokens());
    }

    @Test
    void aReadingThatIsKnownSaysNothing() {
        spans.accept(reading(10, 100, 1_000, 0), 0);
        assertTrue(spans.accept(reading(10, 200, 1_400, 0), 2 * HALF).isPresent());
        assertEquals(Optional.empty(), spans.accept(reading(10, 200, 1_400, 0), 2 * HALF));
    }

    @Test
    void waitsForALongPromptToBeCounted() {
        spans.accept(reading(1, 0, 0, 0), 0);
        for (int look = 1; look < 8; look++) {
            assertEquals(Optional.empty(), spans.accept(reading(1, 0, 0, 0), look * HALF));
        }
        EngineSpan span = spans.accept(reading(1, 30_000, 1, 0), 8 * HALF).orElseThrow();
        assertEquals(30_000, span.prefillTokens());
        assertEquals(8 * HALF, span.lengthUs());
    }

    @Test
    void startsAnewAfterAPreemptionAGapOrAFall() {
        EngineReading first = reading(10, 1_000, 1_000, 0);
        for (EngineReading odd :
                List.of(
                        reading(10, 1_200, 1_400, 1),
                        reading(10, 900, 1_400, 0),
                        reading(10, 1_200, 900, 0))) {
            EngineSpans any = new EngineSpans(1_000_000, 5_000_000);
            any.accept(first, 0);
            assertEquals(Optional.empty(), any.accept(odd, 2 * HALF));
        }
        spans.accept(first, 0);
        assertEquals(Optional.empty(), spans.accept(reading(10, 2_000, 2_000, 0), 6_000_000));
        assertEquals(Optional.empty(), spans.accept(reading(10, 2_000, 2_000, 0), 1_000_000));
    }

    @Test
    void anEngineWithoutCountersTellsNothing() {
        for (int look = 0; look < 10; look++) {
            EngineReading silent =
                    EngineReadings.idle().cache(16_000, 0).counted(new EngineCount(1, 0, false));
            assertEquals(Optional.empty(), spans.accept(silent, look * HALF));
        }
    }

    @Test
    void anEngineThatRestsIsQuiet() {
        spans.accept(reading(0, 100, 1_000, 0), 0);
        EngineSpan span = spans.accept(reading(0, 100, 1_000, 0), 2 * HALF).orElseThrow();
        assertTrue(span.quiet() && span.work().isIdle());
    }

    private static EngineReading reading(
            long running, long prompts, long tokens, long preemptions) {
        return EngineReadings.idle()
                .load(running, 0)
                .cache(16_000, 500_000)
                .tokens(prompts, tokens)
                .preemptions(preemptions)
                .counted(new EngineCount(1, 0, true));
    }
}
