// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.prediction.OutputLengths.Asker;
import io.wattmill.router.prediction.OutputLengths.Expected;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.SplittableRandom;

class OutputLengthsTest {
    private static final Asker MINE = new Asker("mine", "llama", "batch");
    private final OutputLengths lengths = new OutputLengths(100, 256);

    private void learn(Asker asker, long tokens, int times) {
        for (int i = 0; i < times; i++) {
            lengths.observed(asker, 0, tokens);
        }
    }

    @Test
    void expectsWhatIsConfiguredUntilSomethingIsKnown() {
        learn(MINE, 900, 7);
        assertEquals(new Expected(256, 256), lengths.expected(MINE, 0));
        assertEquals(new Expected(64, 64), lengths.expected(MINE, 64));
    }

    @Test
    void fallsBackFromTheKeyToTheTierToTheModel() {
        learn(new Asker("other", "llama", "batch"), 500, 8);
        learn(new Asker("third", "llama", ""), 20, 8);
        assertEquals(500, lengths.expected(MINE, 0).mean());
        assertEquals(20, lengths.expected(new Asker("fourth", "llama", ""), 0).mean());
        assertEquals(260, lengths.expected(new Asker("mine", "llama", "new"), 0).mean());
        assertEquals(256, lengths.expected(new Asker("mine", "qwen", "batch"), 0).mean());
        learn(MINE, 90, 8);
        assertEquals(90, lengths.expected(MINE, 0).mean());
    }

    @Test
    void findsMeanAndP90OfALongTailedDistribution() {
        SplittableRandom random = new SplittableRandom(7);
        double sum = 0;
        int below = 0;
        int all = 20_000;
        for (int i = 0; i < all; i++) {
            long tokens = 1 + Math.round(-200 * Math.log(1 - random.nextDouble()));
            below += tokens <= lengths.expected(MINE, 0).p90() ? 1 : 0;
            sum += lengths.expected(MINE, 0).mean();
            lengths.observed(MINE, 0, tokens);
        }
        assertEquals(200, sum / all, 10, "seed 7");
        assertEquals(0.9, (double) below / all, 0.02, "seed 7");
        assertEquals(0.9, lengths.error().belowP90(), 0.1, "seed 7");
    }

    @Test
    void followsAChangeAndIsNotThrownByOneOutlier() {
        learn(MINE, 100, 200);
        lengths.observed(MINE, 0, 1_000_000);
        assertTrue(lengths.expected(MINE, 0).mean() < 120);
        learn(MINE, 400, 300);
        assertEquals(400, lengths.expected(MINE, 0).mean(), 10);
    }

    @Property
    void isBoundedWhateverComes(
            @ForAll List<@LongRange(min = -5) Long> outputs,
            @ForAll @IntRange(min = 3, max = 6) int most,
            @ForAll @LongRange(min = 0, max = 1_000) long bound) {
        OutputLengths few = new OutputLengths(most, 256);
        int key = 0;
        for (long tokens : outputs) {
            few.observed(new Asker("k" + key++ % 9, "m", "t"), bound, tokens);
            assertTrue(few.size() <= most);
        }
        Expected told = few.expected(new Asker("k0", "m", "t"), bound);
        assertTrue(told.mean() >= 1 && told.p90() >= told.mean());
        assertTrue(bound == 0 || told.p90() <= bound);
    }
}
