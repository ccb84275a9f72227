// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.batch.StepResult.Produced;
import io.wattmill.router.engine.StepLoad;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;

class ContinuousBatchTest {
    private static final BatchLimits ROOMY = new BatchLimits(100_000, 256, 8192, 1000);

    private static StepResult step(ContinuousBatch batch) {
        return batch.apply(batch.plan());
    }

    @Test
    void computesAPromptAndGivesItsFirstTokenInTheSameStep() {
        ContinuousBatch batch = new ContinuousBatch(ROOMY);
        batch.admit(SequenceRequest.cold(1, 100, 3));
        StepPlan plan = batch.plan();
        assertEquals(StepLoad.prefill(100, 0), plan.load());
        assertEquals(List.of(new Produced(1, 1, 0, false)), batch.apply(plan).produced());
        assertEquals(StepLoad.decode(1, 100), batch.plan().load());
    }

    @Test
    void endsASequenceWithItsLastTokenAndForgetsIt() {
        ContinuousBatch batch = new ContinuousBatch(ROOMY);
        batch.admit(SequenceRequest.cold(1, 10, 2));
        step(batch);
        assertEquals(List.of(new Produced(1, 2, 0, true)), step(batch).produced());
        assertEquals(0, batch.kvUsedTokens());
        assertTrue(batch.plan().isEmpty());
    }

    @Test
    void cutsALongPromptIntoChunksAndLetsOthersDecodeMeanwhile() {
        ContinuousBatch batch = new ContinuousBatch(ROOMY);
        batch.admit(SequenceRequest.cold(1, 10, 50));
        step(batch);
        batch.admit(SequenceRequest.cold(2, 20_000, 1));
        List<Integer> chunks = new ArrayList<>();
        List<Long> producers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            StepPlan plan = batch.plan();
            chunks.add(plan.load().prefillTokens());
            batch.apply(plan).produced().forEach(token -> producers.add(token.id()));
        }
        assertEquals(List.of(8191, 8191, 3618), chunks);
        assertEquals(List.of(1L, 1L, 1L, 2L), producers);
    }

    /** Full blocks of a prompt; prompts of one family begin alike. */
    private static PrefixBlocks blocks(long family, int count) {
        return PrefixBlocks.of(LongStream.range(0, count).map(i -> family << 32 | i).toArray());
    }

    private static SequenceRequest warm(long id, int prompt, int output) {
        return new SequenceRequest(id, prompt, output, blocks(7, prompt / 16));
    }

    @Test
    void computesOnlyWhatIsNotCached() {
        ContinuousBatch batch = new ContinuousBatch(ROOMY);
        batch.admit(warm(1, 1000, 1));
        step(batch);
        assertEquals(0, batch.kvUsedTokens());
        batch.admit(warm(2, 1000, 1));
        StepPlan plan = batch.plan();
        assertEquals(StepLoad.prefill(8, 992), plan.load());
        assertEquals(1000, batch.kvUsedTokens());
        assertEquals(List.of(new Produced(2, 1, 992, true)), batch.apply(plan).produced());
    }

    @Test
    void computesAtLeastOneTokenOfAPromptThatIsCachedWhole() {
        ContinuousBatch batch = new ContinuousBatch(ROOMY);
        batch.admit(warm(1, 64, 1));
        step(batch);
        batch.admit(warm(2, 64, 1));
        assertEquals(StepLoad.prefill(16, 48), batch.plan().load());
    }

    @Test
    void countsWhatRunningSequencesShareOnce() {
        ContinuousBatch batch = new ContinuousBatch(ROOMY);
        batch.admit(warm(1, 1000, 10));
        batch.admit(warm(2, 1010, 10));
        assertEquals(StepLoad.prefill(1000, 0).plus(StepLoad.prefill(18, 992)), step1(batch));
        assertEquals(992 + 8 + 18, batch.kvUsedTokens());
        batch.abort(1);
        assertEquals(1010, batch.kvUsedTokens());
    }

    private static StepLoad step1(ContinuousBatch batch) {
        StepPlan plan = batch.plan();
        batch.apply(plan);
        return plan.load();
    }

    @Test
    void letsCachedBlocksLeaveForWhoNeedsTheRoom() {
        ContinuousBatch batch = new ContinuousBatch(new BatchLimits(160, 8, 8192, 8));
        batch.admit(warm(1, 96, 1));
        step(batch);
        batch.admit(SequenceRequest.cold(2, 112, 1));
        step(batch);
        batch.admit(warm(3, 96, 1));
        assertEquals(List.of(new Produced(3, 1, 48, true)), step(batch).produced());
    }

    @Test
    void findsItsOwnBlocksAgainAfterAPreemption() {
        ContinuousBatch batch = new ContinuousBatch(new BatchLimits(80, 8, 8192, 8));
        batch.admit(SequenceRequest.cold(1, 30, 20));
        batch.admit(new SequenceRequest(2, 40, 10, blocks(9, 2)));
        int computed = 0;
        List<Long> preempted = new ArrayList<>();
        for (StepPlan plan = batch.plan(); !plan.isEmpty(); plan = batch.plan()) {
            computed += plan.load().prefillTokens();
            preempted.addAll(plan.preempted());
            batch.apply(plan);
        }
        assertEquals(List.of(2L), preempted);
        assertTrue(computed < 30 + 40 + 40, "computed " + computed);
    }

    @Test
    void sharesAnAnswerThatComesBackAsAPrompt() {
        ContinuousBatch batch = new ContinuousBatch(ROOMY);
        batch.admit(new SequenceRequest(1, 20, 30, blocks(3, 3)));
        while (batch.running() + batch.waiting() > 0) {
            step(batch);
        }
        batch.admit(new SequenceRequest(2, 60, 1, blocks(3, 3)));
        assertEquals(List.of(new Produced(2, 1, 48, true)), step(batch).produced());
    }

    @Test
    void dropsAnAbortedSequenceFromTheStepInFlight() {
        ContinuousBatch batch = new ContinuousBatch(ROOMY);
        batch.admit(SequenceRequest.cold(1, 10, 5));
        batch.admit(SequenceRequest.cold(2, 10, 5));
        StepPlan plan = batch.plan();
        assertEquals(Optional.of(0), batch.abort(1));
        assertEquals(Optional.empty(), batch.abort(1));
        assertEquals(List.of(new Produced(2, 1, 0, false)), batch.apply(plan).produced());
        assertEquals(10, batch.kvUsedTokens());
    }

    @Test
    void preemptsTheYoungestWhenTheCacheIsFullAndFinishesBoth() {
        ContinuousBatch batch = new ContinuousBatch(new BatchLimits(30, 8, 8192, 8));
        batch.admit(SequenceRequest.cold(1, 12, 10));
        batch.admit(SequenceRequest.cold(2, 12, 10));
        Map<Long, Integer> tokens = new HashMap<>();
        List<Long> preempted = new ArrayList<>();
        for (StepPlan plan = batch.plan(); !plan.isEmpty(); plan = batch.plan()) {
            preempted.addAll(plan.preempted());
            for (Produced token : batch.apply(plan).produced()) {
                assertEquals(tokens.merge(token.id(), 1, Integer::sum), token.ordinal());
            }
        }
        assertEquals(List.of(2L), preempted);
        assertEquals(Map.of(1L, 10, 2L, 10), tokens);
        assertEquals(1, batch.preemptions());
    }

    @Test
    void refusesWhatCanNeverRunAndWhatCannotWait() {
        ContinuousBatch batch = new ContinuousBatch(new BatchLimits(100, 8, 8192, 1));
        assertInstanceOf(Admission.TooLong.class, batch.admit(SequenceRequest.cold(1, 90, 12)));
        assertInstanceOf(Admission.Queued.class, batch.admit(SequenceRequest.cold(2, 90, 11)));
        assertInstanceOf(Admission.Duplicate.class, batch.admit(SequenceRequest.cold(2, 1, 1)));
        assertInstanceOf(Admission.QueueFull.class, batch.admit(SequenceRequest.cold(3, 1, 1)));
    }

    @Test
    void refusesAPlanThatIsNotInFlight() {
        ContinuousBatch batch = new ContinuousBatch(ROOMY);
        StepPlan plan = batch.plan();
        assertThrows(IllegalStateException.class, batch::plan);
        batch.apply(plan);
        assertThrows(IllegalArgumentException.class, () -> batch.apply(plan));
    }

    /** Random arrivals and aborts; every invariant after every step; every sequence ends. */
    @Property(tries = 150)
    void givesEverySequenceItsTokensOnceWithinTheLimits(
            @ForAll long seed,
            @ForAll @IntRange(min = 60, max = 400) int capacity,
            @ForAll @IntRange(min = 1, max = 12) int maxRunning,
            @ForAll @IntRange(min = 1, max = 64) int budget) {
        Random random = new Random(seed);
        BatchLimits limits = new BatchLimits(capacity, maxRunning, budget, 1000, 4);
        ContinuousBatch batch = new ContinuousBatch(limits);
        Map<Long, SequenceRequest> open = new HashMap<>();
        Map<Long, Integer> produced = new HashMap<>();
        long nextId = 0;
        int steps = 0;
        while (nextId < 40 || !open.isEmpty()) {
            if (nextId < 40 && random.nextInt(3) == 0) {
                SequenceRequest request = randomRequest(random, nextId++);
                if (batch.admit(request) instanceof Admission.Queued) {
                    open.put(request.id(), request);
                }
            }
            StepPlan plan = batch.plan();
            assertWithin(limits, batch, plan);
            if (random.nextInt(20) == 0 && !open.isEmpty()) {
                long id = open.keySet().iterator().next();
                assertTrue(batch.abort(id).isPresent());
                open.remove(id);
            }
            for (Produced token : batch.apply(plan).produced()) {
                assertEquals(produced.merge(token.id(), 1, Integer::sum), token.ordinal());
                if (token.finished()) {
                    assertEquals(open.remove(token.id()).outputTokens(), token.ordinal());
                }
            }
            assertTrue(steps++ < 100_000, "starved");
        }
        assertEquals(0, batch.kvUsedTokens());
        assertEquals(0, batch.running() + batch.waiting());
    }

    private static SequenceRequest randomRequest(Random random, long id) {
        int prompt = 1 + random.nextInt(40);
        int output = 1 + random.nextInt(20);
        PrefixBlocks shared = blocks(random.nextInt(3), random.nextInt((prompt + output) / 4 + 1));
        return new SequenceRequest(id, prompt, output, shared);
    }

    private static void assertWithin(BatchLimits limits, ContinuousBatch batch, StepPlan plan) {
        assertTrue(batch.kvUsedTokens() <= limits.kvCapacityTokens());
        assertTrue(batch.kvUsedTokens() >= 0);
        assertTrue(batch.running() <= limits.maxRunning());
        assertTrue(plan.load().rows() <= limits.maxBatchedTokens());
        assertEquals(
                plan.load().rows(), plan.shares().stream().mapToInt(StepPlan.Share::tokens).sum());
    }

    @Test
    void computesOnlyTheLastTokenOfAPromptThatIsDelivered() {
        ContinuousBatch batch = new ContinuousBatch(new BatchLimits(10_000, 8, 2_048, 8));
        batch.admit(new SequenceRequest(1, 4_000, 2, PrefixBlocks.NONE, 3_999));
        StepPlan plan = batch.plan();
        assertEquals(1, plan.load().prefillTokens());
        assertEquals(4_000, batch.kvUsedTokens());
        assertEquals(3_999, batch.apply(plan).produced().getFirst().cachedTokens());
    }
}
