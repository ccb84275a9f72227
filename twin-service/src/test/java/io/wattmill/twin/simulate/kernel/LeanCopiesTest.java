// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.batch.BatchLimits;
import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.router.engine.EngineBackend;
import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.ModelArchitecture;
import io.wattmill.router.engine.Models;
import io.wattmill.router.engine.Parallelism;
import io.wattmill.router.engine.StepLoad;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;

import java.util.Random;
import java.util.stream.IntStream;

/** Engines whose attention has copies: against batches that are stepped one by one. */
class LeanCopiesTest {
    private static final long END = 40_000_000_000_000L;
    private static final ModelArchitecture DEEPSEEK = Models.find("deepseek-v3").orElseThrow();

    private static EngineModel engine(int copies) {
        return new EngineModel(
                DEEPSEEK,
                Gpus.find("h200-sxm").orElseThrow(),
                new Parallelism(1, 1, copies, true),
                EngineBackend.VLLM);
    }

    private static RequestTable requests(Random random, int count, long gapNanos, int longest) {
        RequestTable table = new RequestTable(count);
        long now = 0;
        for (int i = 0; i < count; i++) {
            now += (long) (random.nextExponential() * gapNanos);
            int prompt = 1 + random.nextInt(longest);
            table.put(i, now, prompt, 1 + random.nextInt(300));
            long family = 1_000_000L * random.nextInt(3);
            table.blocks(
                    i,
                    PrefixBlocks.of(
                            IntStream.range(0, prompt / 16).mapToLong(b -> family + b).toArray()));
        }
        return table;
    }

    private static LeanEngine lean(int copies, RequestTable requests, BatchLimits limits) {
        StepCost cost = new StepCost(engine(copies), limits.maxRunning());
        LeanEngine lean = new LeanEngine(cost, limits, requests, TokenListener.NONE);
        for (int i = 0; i < requests.size(); i++) {
            lean.advance(requests.arrivalNanos(i));
            lean.submit(i, requests.arrivalNanos(i));
        }
        lean.advance(END);
        return lean;
    }

    @Property(tries = 200)
    void givesEveryTokenAtTheSameNanosecondAsCopiesThatAreStepped(
            @ForAll long seed,
            @ForAll @IntRange(min = 2, max = 8) int copies,
            @ForAll @IntRange(min = 1, max = 80) int count,
            @ForAll @LongRange(min = 0, max = 400_000_000) long gapNanos,
            @ForAll @IntRange(min = 1, max = 4_000) int longest,
            @ForAll @IntRange(min = 1, max = 10) int runningEach,
            @ForAll @IntRange(min = 0, max = 500) int moreTokens,
            @ForAll @IntRange(min = 300, max = 5_000) int kvEach) {
        BatchLimits limits =
                new BatchLimits(
                        (long) kvEach * copies,
                        runningEach * copies,
                        (runningEach + moreTokens) * copies,
                        1_000,
                        16);
        RequestTable now = requests(new Random(seed), count, gapNanos, longest);
        LeanEngine lean = lean(copies, now, limits);
        RequestTable wanted = requests(new Random(seed), count, gapNanos, longest);
        SteppedCopies stepped = stepped(copies, wanted, limits);
        for (int i = 0; i < count; i++) {
            String request = "seed " + seed + ", " + limits + ", request " + i;
            assertEquals(wanted.firstTokenNanos(i), now.firstTokenNanos(i), request);
            assertEquals(wanted.endNanos(i), now.endNanos(i), request);
            assertEquals(wanted.cachedTokens(i), now.cachedTokens(i), request);
        }
        assertEquals(stepped.preemptions(), lean.preemptions());
    }

    private static SteppedCopies stepped(int copies, RequestTable requests, BatchLimits limits) {
        StepCost cost = new StepCost(engine(copies), limits.maxRunning());
        SteppedCopies stepped =
                new SteppedCopies(copies, cost, LeanCopies.share(limits, copies), requests);
        for (int i = 0; i < requests.size(); i++) {
            stepped.advance(requests.arrivalNanos(i));
            stepped.submit(i, requests.arrivalNanos(i));
        }
        stepped.advance(END);
        return stepped;
    }

    @Test
    void refusesWhatOneCopyCannotHold() {
        RequestTable table = new RequestTable(2);
        table.put(0, 0, 1_000, 2);
        table.put(1, 0, 1_002, 2);
        BatchLimits limits = new BatchLimits(8 * 1_001, 64, 8_192, 10);
        LeanEngine engine =
                new LeanEngine(new StepCost(engine(8), 64), limits, table, TokenListener.NONE);
        assertEquals(Submission.QUEUED, engine.submit(0, 0));
        assertEquals(Submission.TOO_LONG, engine.submit(1, 0));
    }

    @Test
    void onePromptIsComputedByOneCopy() {
        BatchLimits limits = new BatchLimits(400_000, 64, 8 * 8_192, 10);
        RequestTable alone = new RequestTable(1);
        alone.put(0, 0, 8_000, 1);
        lean(8, alone, limits);
        double spreadNanos = 1e9 * engine(8).seconds(StepLoad.prefill(8_000, 0));
        double one = alone.endNanos(0);
        assertTrue(one > 1.5 * spreadNanos, one + " ns against " + spreadNanos + " ns");

        RequestTable eight = new RequestTable(8);
        IntStream.range(0, 8).forEach(i -> eight.put(i, 0, 8_000, 1));
        lean(8, eight, limits);
        double all = eight.endNanos(7);
        assertTrue(all < 5 * one, all + " ns against " + one + " ns");
    }

    @Property(tries = 300)
    void equalCopiesTakeTheTimeOfTheWholeEngine(
            @ForAll @IntRange(min = 1, max = 64) int sequences,
            @ForAll @IntRange(min = 0, max = 500_000) int kvTokens) {
        EngineModel engine = engine(8);
        StepLoad copy = StepLoad.decode(sequences, kvTokens);
        StepLoad all = StepLoad.decode(8 * sequences, 8L * kvTokens);
        assertEquals(1, engine.seconds(all, copy) / engine.seconds(all), 1e-9);
        StepLoad more = StepLoad.decode(2 * sequences, 2L * kvTokens);
        assertTrue(engine.seconds(all, more) > engine.seconds(all, copy));
    }
}
