// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.batch.BatchLimits;
import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.Models;
import io.wattmill.router.engine.StepLoad;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;

import java.util.Random;
import java.util.stream.IntStream;

/** The lean engine against the batch that serves in production, token by token. */
class LeanEngineTest {
    private static final EngineModel MODEL = new EngineModel(Models.LLAMA_3_1_8B, Gpus.H100_SXM, 1);
    private static final long END = 4_000_000_000_000L;

    /** What a run came to. */
    private record Run(RequestTable requests, StringBuilder submissions, long energy, long lost) {}

    private static RequestTable requests(Random random, int count, Load load) {
        RequestTable table = new RequestTable(count);
        long now = 0;
        for (int i = 0; i < count; i++) {
            now += random.nextInt(4) == 0 ? 0 : (long) (random.nextExponential() * load.gapNanos);
            int prompt = 1 + random.nextInt(load.promptTokens);
            table.put(i, now, prompt, 1 + random.nextInt(load.outputTokens));
            table.blocks(i, blocks(random, prompt / load.blockTokens));
        }
        return table;
    }

    /** Blocks of one of three families, shared up to some depth: names are chained. */
    private static PrefixBlocks blocks(Random random, int count) {
        long family = random.nextInt(3);
        int shared = random.nextInt(count + 1);
        long own = random.nextLong();
        return PrefixBlocks.of(
                IntStream.range(0, count)
                        .mapToLong(i -> i < shared ? 1_000_000 * family + i : own + i)
                        .toArray());
    }

    private record Load(long gapNanos, int promptTokens, int outputTokens, int blockTokens) {}

    private static Run lean(RequestTable requests, BatchLimits limits) {
        StepCost cost = new StepCost(MODEL, limits.maxRunning());
        LeanEngine engine = new LeanEngine(cost, limits, requests, TokenListener.NONE);
        StringBuilder submissions = new StringBuilder();
        for (int i = 0; i < requests.size(); i++) {
            engine.advance(requests.arrivalNanos(i));
            submissions.append(engine.submit(i, requests.arrivalNanos(i)).ordinal());
        }
        engine.advance(END);
        return new Run(requests, submissions, engine.nanojoules(END), engine.preemptions());
    }

    private static Run stepped(RequestTable requests, BatchLimits limits) {
        StepCost cost = new StepCost(MODEL, limits.maxRunning());
        SteppedEngine engine = new SteppedEngine(cost, limits, requests);
        StringBuilder submissions = new StringBuilder();
        for (int i = 0; i < requests.size(); i++) {
            engine.advance(requests.arrivalNanos(i));
            submissions.append(engine.submit(i, requests.arrivalNanos(i)).ordinal());
        }
        engine.advance(END);
        long energy = engine.picojoules(END) / 1_000;
        return new Run(requests, submissions, energy, engine.preemptions());
    }

    private static Run assertEqualRuns(long seed, int count, Load load, BatchLimits limits) {
        Run lean = lean(requests(new Random(seed), count, load), limits);
        Run stepped = stepped(requests(new Random(seed), count, load), limits);
        String where = "seed " + seed + ", " + load + ", " + limits;
        for (int i = 0; i < count; i++) {
            String request = where + ", request " + i;
            assertEquals(
                    stepped.requests.firstTokenNanos(i), lean.requests.firstTokenNanos(i), request);
            assertEquals(stepped.requests.endNanos(i), lean.requests.endNanos(i), request);
            assertEquals(stepped.requests.cachedTokens(i), lean.requests.cachedTokens(i), request);
        }
        assertEquals(stepped.submissions.toString(), lean.submissions.toString(), where);
        assertEquals(stepped.lost, lean.lost, where);
        assertEquals(stepped.energy, lean.energy, where);
        return lean;
    }

    @Property(tries = 400)
    void givesEveryTokenAtTheSameNanosecondAsTheStepByStepBatch(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 60) int count,
            @ForAll @LongRange(min = 0, max = 400_000_000) long gapNanos,
            @ForAll @IntRange(min = 1, max = 3_000) int promptTokens,
            @ForAll @IntRange(min = 1, max = 200) int outputTokens,
            @ForAll @IntRange(min = 1, max = 20) int maxRunning,
            @ForAll @IntRange(min = 0, max = 2_000) int moreTokens,
            @ForAll @IntRange(min = 2, max = 12_000) int kvTokens,
            @ForAll @IntRange(min = 1, max = 600) int blockTokens) {
        BatchLimits limits =
                new BatchLimits(
                        kvTokens, maxRunning, maxRunning + moreTokens, 1 + count / 2, blockTokens);
        Load load = new Load(gapNanos, promptTokens, outputTokens, blockTokens);
        assertEqualRuns(seed, count, load, limits);
    }

    @Property(tries = 200)
    void preemptsTheSameSequences(
            @ForAll long seed,
            @ForAll @IntRange(min = 2, max = 12) int maxRunning,
            @ForAll @IntRange(min = 1, max = 40) int moreTokens,
            @ForAll @IntRange(min = 150, max = 400) int kvTokens,
            @ForAll @IntRange(min = 1, max = 100) int blockTokens) {
        BatchLimits limits =
                new BatchLimits(kvTokens, maxRunning, maxRunning + moreTokens, 100, blockTokens);
        assertEqualRuns(seed, 40, new Load(20_000_000, 80, 70, blockTokens), limits);
    }

    @Test
    void preemptsAndFindsPrefixesInTheTestsAbove() {
        BatchLimits limits = new BatchLimits(200, 8, 20, 100, 4);
        Run run = assertEqualRuns(1, 40, new Load(1_000_000, 80, 70, 4), limits);
        assertTrue(run.lost > 10, run.lost + " preemptions");
        assertTrue(IntStream.range(0, 40).anyMatch(i -> run.requests.cachedTokens(i) > 8));
    }

    @Test
    void addsUpLongStretchesExactly() {
        BatchLimits limits = new BatchLimits(400_000, 256, 8192, 1_000, 512);
        assertEqualRuns(7, 300, new Load(100_000_000, 8_000, 12_000, 512), limits);
    }

    @Property(tries = 500)
    void costsWhatTheEngineModelSaysWithinTheRounding(
            @ForAll @IntRange(min = 0, max = 8_192) int prefill,
            @ForAll @IntRange(min = 0, max = 256) int decoding,
            @ForAll @IntRange(min = 0, max = 2_000_000) int kvTokens) {
        StepLoad load =
                StepLoad.prefill(prefill, kvTokens / 2).plus(StepLoad.decode(decoding, kvTokens));
        double units = new StepCost(MODEL, 256).units(load);
        double nanos = units / (1 << StepCost.FRACTION_BITS);
        double rounding = 0.51 + 0.5e-6 * load.kvTokensRead();
        assertEquals(prefill + decoding == 0 ? 0 : MODEL.stepTimeNanos(load), nanos, rounding);
    }
}
