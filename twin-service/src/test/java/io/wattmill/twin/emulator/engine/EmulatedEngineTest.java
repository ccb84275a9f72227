// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.batch.Admission;
import io.wattmill.router.batch.BatchLimits;
import io.wattmill.router.batch.PrefixBlocks;
import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.Models;
import io.wattmill.router.engine.StepLoad;
import io.wattmill.twin.emulator.metrics.VllmExposition;
import io.wattmill.twin.emulator.power.EnergyMeter;
import io.wattmill.twin.emulator.power.HourMeter;
import io.wattmill.twin.emulator.text.AnswerLength;
import io.wattmill.twin.emulator.text.AnswerLength.FinishReason;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

class EmulatedEngineTest {
    private static final EngineModel MODEL = new EngineModel(Models.LLAMA_3_1_8B, Gpus.H100_SXM, 1);
    private static final long START = 1_000_000;
    private static final int ALL = Integer.MAX_VALUE;

    private static EmulatedEngine engine(long kvTokens) {
        var limits = new BatchLimits(kvTokens, 256, 8_192, 1_024);
        var meter = new HourMeter(START, 0, MODEL.idlePowerMilliwatts(), 0, 10);
        return new EmulatedEngine(MODEL, limits, 1.0, START, meter);
    }

    private static Job job(long id, int prompt, int output) {
        return job(id, prompt, output, (_, _) -> {});
    }

    private static Job job(long id, int prompt, int output, Job.TokenListener listener) {
        return new Job(
                id,
                prompt,
                PrefixBlocks.NONE,
                new AnswerLength(output, FinishReason.LENGTH),
                listener);
    }

    private static long runDry(EmulatedEngine engine) {
        long now = START;
        while (engine.nextDueNanos().isPresent()) {
            now = engine.nextDueNanos().getAsLong();
            engine.advance(now, 1);
        }
        return now;
    }

    private static String metrics(EmulatedEngine engine) {
        return new VllmExposition("m", true).text(engine.gauges(), engine.counters());
    }

    @Test
    void takesAsLongAsTheModelSays() {
        var engine = engine(100_000);
        engine.submit(START, job(1, 1_000, 3));
        long expected =
                START
                        + MODEL.stepTimeNanos(StepLoad.prefill(1_000, 0))
                        + MODEL.stepTimeNanos(StepLoad.decode(1, 1_000))
                        + MODEL.stepTimeNanos(StepLoad.decode(1, 1_001));
        assertEquals(expected, runDry(engine));
        assertEquals(3, engine.counters().generationTokens());
        assertFalse(engine.busy());
    }

    @Test
    void energyIsTheIntegralOfThePowerShownAtEachInstant() {
        var engine = engine(100_000);
        var shown = BigInteger.ZERO;
        long now = START;
        engine.submit(START, job(1, 20_000, 40));
        engine.submit(START, job(2, 300, 25));
        while (engine.nextDueNanos().isPresent()) {
            long due = engine.nextDueNanos().getAsLong();
            long power = meter(engine, now).powerMilliwatts();
            assertTrue(power > MODEL.idlePowerMilliwatts());
            shown = shown.add(BigInteger.valueOf(power).multiply(BigInteger.valueOf(due - now)));
            engine.advance(due, 1);
            now = due;
        }
        long idleUntil = now + 5_000_000_000L;
        assertEquals(MODEL.idlePowerMilliwatts(), meter(engine, now).powerMilliwatts());
        shown =
                shown.add(
                        BigInteger.valueOf(MODEL.idlePowerMilliwatts())
                                .multiply(BigInteger.valueOf(idleUntil - now)));
        assertEquals(
                shown.divide(BigInteger.valueOf(1_000)).longValueExact(),
                meter(engine, idleUntil).nanojoules());
    }

    private static EnergyMeter meter(EmulatedEngine engine, long now) {
        return engine.gpus(now).meters().getFirst();
    }

    @Property(tries = 60)
    void whoComesLateFindsWhatWhoCameInTimeFound(
            @ForAll @Size(min = 1, max = 12)
                    List<@LongRange(min = 1, max = 300_000_000) Long> looks) {
        var punctual = engine(3_000);
        var late = engine(3_000);
        for (var engine : List.of(punctual, late)) {
            for (int id = 0; id < 6; id++) {
                engine.submit(START, job(id, 400 + 30 * id, 150));
            }
        }
        long now = START;
        for (long pause : looks) {
            now += pause;
            while (punctual.nextDueNanos().orElse(Long.MAX_VALUE) <= now) {
                punctual.advance(punctual.nextDueNanos().getAsLong(), 1);
            }
            late.advance(now, ALL);
            assertEquals(metrics(punctual), metrics(late));
            assertEquals(meter(punctual, now).nanojoules(), meter(late, now).nanojoules());
        }
    }

    @Test
    void catchesUpInBoundedTurnsWithoutSkippingAStep() {
        var engine = engine(100_000);
        engine.submit(START, job(1, 10, 100));
        long muchLater = START + 60_000_000_000L;
        int turns = 1;
        while (!engine.advance(muchLater, 7)) {
            turns++;
        }
        assertEquals(15, turns);
        assertEquals(100, engine.counters().generationTokens());
    }

    @Test
    void anAbortedSequenceMakesNoTokenAfterTheStepThatIsRunning() {
        var engine = engine(100_000);
        engine.submit(START, job(1, 10, 1_000));
        for (int step = 0; step < 20; step++) {
            engine.advance(engine.nextDueNanos().orElseThrow(), 1);
        }
        long before = engine.counters().generationTokens();
        engine.abort(1);
        long runningStepEnds = engine.nextDueNanos().orElseThrow();
        engine.advance(runningStepEnds, ALL);
        assertFalse(engine.busy());
        assertTrue(engine.counters().generationTokens() <= before + 1);
        assertEquals(0, engine.gauges().kvUsedTokens());
        assertEquals(0, engine.jobs());
        assertTrue(metrics(engine).contains("finished_reason=\"abort\"} 1\n"));
    }

    @Test
    void aListenerMayAbortAnotherSequenceOfItsStep() {
        var engine = engine(100_000);
        var second = new ArrayList<Boolean>();
        engine.submit(START, job(1, 10, 5, (_, _) -> engine.abort(2)));
        engine.submit(START, job(2, 10, 5, (_, last) -> second.add(last)));
        runDry(engine);
        assertTrue(second.size() <= 1);
        assertEquals(0, engine.jobs());
    }

    @Test
    void aFullKvCacheMakesSequencesWaitAndAllFinishInTheEnd() {
        var engine = engine(1_000);
        for (int id = 0; id < 20; id++) {
            assertInstanceOf(Admission.Queued.class, engine.submit(START, job(id, 300, 100)));
        }
        engine.advance(engine.nextDueNanos().orElseThrow(), 1);
        assertTrue(engine.gauges().waiting() > 0);
        assertTrue(engine.gauges().kvUsedPpm() > 500_000);
        runDry(engine);
        assertEquals(20 * 100, engine.counters().generationTokens());
        assertEquals(0, engine.gauges().kvUsedTokens());
        assertFalse(
                metrics(engine)
                        .contains("vllm:num_preemptions_total{engine=\"0\",model_name=\"m\"} 0\n"));
    }

    @Test
    void refusesWhatCouldNeverRun() {
        assertInstanceOf(Admission.TooLong.class, engine(1_000).submit(START, job(1, 900, 200)));
    }

    @Test
    void losesItsWorkInTheMiddleOfAStepAndMetersOn() {
        var engine = engine(100_000);
        var heard = new ArrayList<Boolean>();
        engine.submit(START, job(1, 4_000, 100, (_, last) -> heard.add(last)));
        long firstEnd = engine.nextDueNanos().orElseThrow();
        engine.advance(firstEnd, ALL);
        long power = meter(engine, firstEnd).powerMilliwatts();
        long before = meter(engine, firstEnd).nanojoules();
        long lost = firstEnd + 1_000_000;
        engine.lose(lost);
        assertFalse(engine.busy());
        assertEquals(0, engine.jobs() + engine.counters().generationTokens());
        long second = lost + 1_000_000_000;
        long expected = power + 1_000 * MODEL.idlePowerMilliwatts();
        assertEquals(before + 1_000 * expected, meter(engine, second).nanojoules(), 2);
        engine.submit(second, job(2, 10, 3));
        runDry(engine);
        assertEquals(3, engine.counters().generationTokens());
        assertEquals(1, heard.size());
    }

    @Test
    void theElectricityMeterHearsOfALossToo() {
        var engine = engine(100_000);
        engine.submit(START, job(1, 4_000, 100));
        long lost = START + 1_000_000;
        engine.lose(lost);
        long hour = 3_600_000_000_000L;
        double busyJoules = meter(engine, lost).nanojoules() / 1e9;
        double idleJoules = MODEL.idlePowerMilliwatts() / 1e3 * (hour - 1_000_000) / 1e9;
        var hours = engine.meter(START + hour).hours();
        assertEquals(1, hours.size());
        double hourKwh = hours.values().iterator().next().doubleValue();
        assertEquals((busyJoules + idleJoules) / 3.6e6, hourKwh, 1e-9);
    }

    @Test
    void aSlowedEngineTakesThatMuchLonger() {
        var engine = engine(100_000);
        engine.slowDown(2.5);
        engine.submit(START, job(1, 1_000, 1));
        double modelled = MODEL.stepTimeNanos(StepLoad.prefill(1_000, 0));
        assertEquals(START + 2.5 * modelled, runDry(engine), 1);
    }

    @Test
    void aNewcomerDuringAStepJoinsTheNextOne() {
        var engine = engine(100_000);
        engine.submit(START, job(1, 4_000, 2));
        long firstEnd = engine.nextDueNanos().orElseThrow();
        engine.submit(START + 1_000, job(2, 10, 1));
        assertEquals(1, engine.gauges().running());
        engine.advance(firstEnd, ALL);
        assertEquals(2, engine.gauges().running());
    }
}
