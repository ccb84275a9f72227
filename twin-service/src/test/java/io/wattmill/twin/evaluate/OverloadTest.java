// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.evaluate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.Models;
import io.wattmill.router.placement.PlacementMode;
import io.wattmill.router.placement.Slo;
import io.wattmill.twin.simulate.Watch;
import io.wattmill.twin.simulate.place.RouterSettings.Answers;
import io.wattmill.twin.trace.GeneratedTrace;
import io.wattmill.twin.trace.LengthShape;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceShape;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** A fleet that is asked for more than it can do. */
class OverloadTest {
    private static final Slo SLO = new Slo(2_000_000_000L, 50_000_000L);
    private static final FleetSpec FLEET =
            new FleetSpec(List.of(new EngineGroup(4, Gpus.H100_SXM, Models.LLAMA_3_1_8B, 1)));

    /** Long answers, which fill the KV caches; short ones, whose pace the batch breaks. */
    private static TraceShape shape(int answer, double perSecond) {
        return new TraceShape(
                perSecond,
                new LengthShape(800, 0.8, 20, 8_000),
                new LengthShape(200, 0.8, 1, 2_000),
                0,
                1,
                new LengthShape(answer, 0.9, 10, 12_000),
                0.2,
                10);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 1_500})
    void balancedKeepsMorePromisesThanThoseWhoSpreadTheWork(int answer) {
        Trace trace = GeneratedTrace.of(7, 8_000, shape(answer, answer == 200 ? 130 : 12));
        double balanced = goodput(PlacementMode.BALANCED, trace);
        double kvCost = goodput(PlacementMode.KV_COST, trace);
        double weighted = goodput(PlacementMode.WEIGHTED, trace);
        String good = "balanced " + balanced + " kv-cost " + kvCost + " weighted " + weighted;
        System.out.println("overloaded, answers of " + answer + " tokens: " + good);
        double spread = Math.max(kvCost, weighted);
        assertTrue(spread < 0.9, "not overloaded: " + good);
        assertTrue(balanced > spread, good);
    }

    private static double goodput(PlacementMode mode, Trace trace) {
        var run = new Run(FLEET, SLO, Answers.LEARNED, () -> 0);
        RunFigures figures = run.of(mode, 1, trace, Watch.NONE);
        return (double) figures.good() / figures.requests();
    }
}
