// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.batch.BatchLimits;
import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.Models;
import io.wattmill.router.engine.StepLoad;
import io.wattmill.router.placement.policy.PolicySettings;
import io.wattmill.twin.replay.report.RunReport;
import io.wattmill.twin.replay.report.Slo;
import io.wattmill.twin.simulate.fleet.SimulatedFleet;
import io.wattmill.twin.simulate.place.PlacementLog;
import io.wattmill.twin.simulate.place.RouterSettings;
import io.wattmill.twin.simulate.report.SimulationReport;
import io.wattmill.twin.trace.BlockIds;
import io.wattmill.twin.trace.GeneratedTrace;
import io.wattmill.twin.trace.LengthShape;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceRequest;
import io.wattmill.twin.trace.TraceShape;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

class SimulationTest {
    private static final long SEED = 20_261_121;
    private static final EngineModel MODEL = new EngineModel(Models.LLAMA_3_1_8B, Gpus.H100_SXM, 1);
    private static final BatchLimits LIMITS = new BatchLimits(430_000, 256, 8_192, 1_000);
    private static final Placing ROUTED = new Placing.Routed(RouterSettings.DEFAULTS);
    private static final Placing IN_TURN = new Placing.RoundRobin();
    private static final Slo SLO = new Slo(2_000_000, 50_000);

    private static SimulatedFleet fleet(int engines) {
        return SimulatedFleet.uniform("test", engines, 2, MODEL, LIMITS);
    }

    private static Trace trace(int count, double rate) {
        LengthShape prompt = new LengthShape(1_500, 1, 16, 60_000);
        LengthShape answer = new LengthShape(150, 0.6, 1, 2_000);
        return GeneratedTrace.of(
                SEED, count, new TraceShape(rate, prompt, prompt, 0, 1, answer, 0, 1));
    }

    private static RunReport report(SimulationRun run) {
        return SimulationReport.of(run, SLO, 1, Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void doesTheSameAgain(boolean routed) {
        Placing placing = routed ? ROUTED : IN_TURN;
        Trace trace = trace(600, 30);
        RunReport once = report(Simulation.run(fleet(4), trace, placing, Watch.NONE));
        assertEquals(once, report(Simulation.run(fleet(4), trace, placing, Watch.NONE)));
        assertEquals(600, once.requests().completed());
        assertEquals(
                trace.requests().stream().mapToLong(TraceRequest::outputTokens).sum(),
                once.tokens().output());
    }

    @Test
    void doesTheSameAgainWhereTheRouterHadPlacedIt() {
        var trace = trace(600, 30);
        var went = new Integer[600];
        var routed = Simulation.run(fleet(4), trace, hearing(went), Watch.NONE);
        var placed = new Placing.Recorded(List.of(went));
        var again = Simulation.run(fleet(4), trace, placed, Watch.NONE);
        for (int i = 0; i < went.length; i++) {
            var request = i;
            assertEquals(
                    routed.requests().firstTokenNanos(i),
                    again.requests().firstTokenNanos(i),
                    () -> request + " of seed " + SEED);
            assertEquals(routed.requests().endNanos(i), again.requests().endNanos(i));
        }
        assertEquals(routed.microjoules(), again.microjoules(), 1);
    }

    private static Placing hearing(Integer[] went) {
        var log =
                new PlacementLog() {
                    @Override
                    public LongSupplier ticker() {
                        return () -> 0;
                    }

                    @Override
                    public void placed(int request, int engine, long nanos) {
                        went[request] = engine;
                    }
                };
        return new Placing.Routed(RouterSettings.DEFAULTS, PolicySettings.DEFAULTS, log);
    }

    @Test
    void refusesARecordOfAnotherTraceOrFleet() {
        var trace = trace(3, 30);
        var two = new Placing.Recorded(List.of(0, 1));
        var beyond = new Placing.Recorded(List.of(0, 1, 4));
        var fleet = fleet(4);
        assertThrows(
                IllegalArgumentException.class,
                () -> Simulation.run(fleet, trace, two, Watch.NONE));
        assertThrows(
                IllegalArgumentException.class,
                () -> Simulation.run(fleet, trace, beyond, Watch.NONE));
    }

    @Test
    void timesALoneRequestAsTheEngineModelDoes() {
        Trace one =
                new Trace("one", List.of(new TraceRequest(0, 5_000, 1_000, 11, BlockIds.of(1, 2))));
        SimulationRun run = Simulation.run(fleet(1), one, IN_TURN, Watch.NONE);
        var chunk = StepLoad.prefill(1_000, 0);
        long first = run.requests().firstTokenNanos(0);
        assertEquals(5_000_000 + MODEL.stepTimeNanos(chunk), first, 2);
        long nanos = 0;
        long picojoules = 5_000_000L * MODEL.idlePowerMilliwatts();
        picojoules += MODEL.stepTimeNanos(chunk) * MODEL.powerMilliwatts(chunk);
        for (int i = 0; i < 10; i++) {
            var step = StepLoad.decode(1, 1_000 + i);
            nanos += MODEL.stepTimeNanos(step);
            picojoules += MODEL.stepTimeNanos(step) * MODEL.powerMilliwatts(step);
        }
        assertEquals(first + nanos, run.requests().endNanos(0), 12);
        assertEquals(picojoules / 1_000_000, run.microjoules(), 20);
    }

    @Test
    void accountsForIdleEngines() {
        Trace trace = trace(20, 1);
        SimulationRun small = Simulation.run(fleet(1), trace, IN_TURN, Watch.NONE);
        SimulationRun large = Simulation.run(fleet(40), trace, IN_TURN, Watch.NONE);
        double idleJoules = MODEL.idlePowerMilliwatts() / 1e3 * large.endNanos() / 1e9;
        assertTrue(large.microjoules() / 1e6 > 20 * idleJoules);
        assertTrue(small.microjoules() < large.microjoules());
    }

    @Test
    void placesBetterThanInTurn() {
        Trace trace = trace(4_000, 90);
        RunReport routed = report(Simulation.run(fleet(8), trace, ROUTED, Watch.NONE));
        RunReport inTurn = report(Simulation.run(fleet(8), trace, IN_TURN, Watch.NONE));
        long p99 = routed.latency().ttft().p99Us();
        long p99InTurn = inTurn.latency().ttft().p99Us();
        System.out.printf(
                "simulation: TTFT p99 %d us placed by the router, %d us in turn; seed %d%n",
                p99, p99InTurn, SEED);
        assertTrue(p99 * 1.2 < p99InTurn);
        assertEquals(4_000, routed.requests().completed());
    }

    @Test
    void endsWhenItsWatchSaysSo() {
        SimulationRun run =
                Simulation.run(
                        fleet(4), trace(3_000, 50), ROUTED, (arrived, _, _) -> arrived < 2_000);
        assertFalse(run.whole());
        RunReport report = report(run);
        assertEquals(2_000, report.requests().scheduled(), 400);
        assertTrue(report.requests().completed() > 1_000);
        assertTrue(report.errors().getFirst().error().label().equals("stopped"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void metersARunThatWasEndedUpToItsEnd(boolean metered) {
        for (int stop = 1; stop < 200; stop += 7) {
            int last = stop;
            SimulationRun run =
                    Simulation.run(
                            fleet(2),
                            trace(200, 2),
                            ROUTED,
                            (arrived, _, _) -> arrived < last,
                            metered ? 60_000_000_000L : Long.MAX_VALUE / 2);
            double idle = 2 * MODEL.idlePowerMilliwatts() / 1e3 * run.endNanos() / 1e9;
            assertTrue(run.microjoules() / 1e6 >= idle * 0.999);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endsWithinATenthOfAVirtualSecondOfBeingTold(boolean busy) {
        long told = 2_000_000_000L;
        SimulationRun run =
                Simulation.run(
                        fleet(4),
                        trace(busy ? 2_000 : 20, busy ? 50 : 0.5),
                        ROUTED,
                        (_, _, nowNanos) -> nowNanos < told);
        assertFalse(run.whole());
        assertTrue(run.endNanos() >= told);
        assertTrue(run.endNanos() <= told + 100_000_000, () -> "ended at " + run.endNanos());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void failsWhatFitsNowhere(boolean routed) {
        SimulatedFleet tiny =
                SimulatedFleet.uniform("tiny", 2, 1, MODEL, new BatchLimits(2_000, 4, 512, 2));
        RunReport report =
                report(Simulation.run(tiny, trace(200, 4), routed ? ROUTED : IN_TURN, Watch.NONE));
        assertEquals(200, report.requests().scheduled());
        assertTrue(report.requests().failed() > 20);
        assertTrue(report.requests().completed() > 20);
    }

    @Test
    void runsAnEmptyTrace() {
        RunReport report =
                report(Simulation.run(fleet(2), new Trace("none", List.of()), ROUTED, Watch.NONE));
        assertEquals(0, report.requests().scheduled());
        assertEquals(0, report.durationUs());
    }
}
