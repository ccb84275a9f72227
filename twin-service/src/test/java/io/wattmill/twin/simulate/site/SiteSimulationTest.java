// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.planfile.PlanReader;
import io.wattmill.twin.planfile.PlanReading;
import io.wattmill.twin.planfile.SamplePlan;
import io.wattmill.twin.simulate.place.RouterSettings;
import io.wattmill.twin.simulate.run.RunControl;
import io.wattmill.twin.simulate.run.RunLimits;
import io.wattmill.twin.simulate.site.Bottleneck.Kind;
import io.wattmill.twin.simulate.site.DeploymentRun.ParetoPoint;
import io.wattmill.twin.trace.GeneratedTrace;
import io.wattmill.twin.trace.LengthShape;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceShape;
import io.wattmill.twin.trace.workload.AgenticLoad;
import io.wattmill.twin.trace.workload.Arrivals;
import io.wattmill.twin.trace.workload.SyntheticLoad;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

class SiteSimulationTest {
    private static final String SMALL = "chat-small";
    private static final SiteOptions QUICK =
            new SiteOptions(
                    List.of(1L, 2L, 3L),
                    1,
                    1,
                    RouterSettings.DEFAULTS,
                    Duration.ofMinutes(1),
                    400,
                    false,
                    SiteOptions.USUAL.limits());
    private static final LengthShape LONG = new LengthShape(6_000, 0.5, 500, 30_000);
    private static final LengthShape SHORT = new LengthShape(100, 0.5, 16, 1_000);

    private static FacilityPlan plan(String yaml) {
        return assertInstanceOf(PlanReading.Understood.class, PlanReader.read(yaml)).plan();
    }

    private static SiteRun ran(String yaml, List<SiteLoad> loads, SiteOptions options) {
        return assertInstanceOf(
                        SiteOutcome.Ran.class,
                        SiteSimulation.run(plan(yaml), loads, options, new RunControl()))
                .run();
    }

    private static SiteLoad conversation(String deployment, int count) {
        return new SiteLoad(
                deployment, seed -> GeneratedTrace.of(seed, count, TraceShape.conversation()));
    }

    private static SiteLoad load(double rate, LengthShape input, LengthShape output, int count) {
        return SiteLoad.recorded(
                SMALL,
                new SyntheticLoad(rate, new Arrivals.Poisson(), 0, input, output).trace(7, count));
    }

    private static Bottleneck bottleneck(String yaml, SiteLoad load) {
        SiteRun run = ran(yaml, List.of(load), QUICK.with(List.of(1L), 2));
        Bottleneck bottleneck = run.deployments().getFirst().bottleneck();
        System.out.println(bottleneck.kind() + ": " + bottleneck.statement());
        return bottleneck;
    }

    private static String small(String serving) {
        return SamplePlan.text().replace("engines: 16", serving);
    }

    @Test
    void comesToTheSameOnAnyNumberOfThreads() {
        List<SiteLoad> loads = List.of(conversation(SMALL, 500), conversation("chat-large", 300));
        SiteRun one = ran(SamplePlan.text(), loads, QUICK);
        SiteRun many = ran(SamplePlan.text(), loads, QUICK.with(QUICK.seeds(), 4));
        assertEquals(one, many);
        assertEquals(2, one.deployments().size());
        assertTrue(one.whole());
    }

    @Test
    void sumsUpItsDeployments() {
        SiteRun run =
                ran(
                        SamplePlan.text(),
                        List.of(conversation(SMALL, 500), conversation("chat-large", 300)),
                        QUICK.with(List.of(1L), 1));
        double tokens =
                run.deployments().stream()
                        .mapToDouble(one -> one.rates().outputTokens().value())
                        .sum();
        assertEquals(1, run.totals().outputTokensPerSecond().value() / tokens, 1e-9);
        GpuUsage usage = run.totals().usage();
        assertEquals(
                1, usage.busy().value() + usage.idle().value() + usage.stranded().value(), 1e-9);
        assertTrue(usage.useful().value() <= usage.busy().value());
        assertTrue(run.totals().profile().bins().size() > 1);
        DeploymentRun small = run.deployments().getFirst();
        double mean =
                small.profile().bins().stream().mapToDouble(b -> b.gpuWatts() * b.nanos()).sum()
                        / small.profile().bins().stream().mapToDouble(b -> b.nanos()).sum();
        assertEquals(1, small.energy().gpuWatts().value() / mean, 0.01);
    }

    @Test
    void countsWhatWaitsWithoutALoadAsIdle() {
        SiteRun run =
                ran(
                        SamplePlan.text(),
                        List.of(conversation(SMALL, 300)),
                        QUICK.with(List.of(1L), 1));
        assertEquals(1, run.deployments().size());
        // The other model has the other 16 of 32 GPUs.
        assertEquals(0, run.totals().usage().stranded().value(), 1e-9);
        assertTrue(run.totals().usage().idle().value() > 0.5);
        double own = run.deployments().getFirst().energy().gpuWatts().value();
        assertTrue(run.totals().gpuWatts().value() > own + 16 * 50);
    }

    @Test
    void spansWhatDiffersBetweenSeeds() {
        DeploymentRun run =
                ran(SamplePlan.text(), List.of(conversation(SMALL, 500)), QUICK)
                        .deployments()
                        .getFirst();
        var ttft = run.latency().ttft().p90();
        assertTrue(ttft.low() < ttft.high(), ttft::toString);
        assertTrue(run.attainment().value() > 0.5);
    }

    @Test
    void saysThatComputeBindsWherePromptsAreLong() {
        Bottleneck bottleneck = bottleneck(small("engines: 1"), load(6, LONG, SHORT, 400));
        assertEquals(Kind.COMPUTE, bottleneck.kind());
        Sensitivity compute = bottleneck.tried().getFirst();
        assertTrue(compute.goodGained() > 0.1, compute::toString);
    }

    @Test
    void saysThatSlotsBindWhereFewMayRun() {
        Bottleneck bottleneck =
                bottleneck(small("engines: 1\n      max-running: 8"), load(40, SHORT, SHORT, 400));
        assertEquals(Kind.BATCH_SLOTS, bottleneck.kind());
    }

    @Test
    void saysThatToolsTakeTheTime() {
        Trace agents =
                new AgenticLoad(
                                0.2,
                                new Arrivals.Poisson(),
                                new LengthShape(8, 0.5, 1, 40),
                                SHORT,
                                SHORT,
                                SHORT,
                                new LengthShape(20_000, 0.5, 1_000, 100_000),
                                30_000)
                        .trace(3, 400);
        Bottleneck bottleneck = bottleneck(SamplePlan.text(), SiteLoad.recorded(SMALL, agents));
        assertEquals(Kind.NOTHING, bottleneck.kind());
        assertEquals(Kind.TOOL_WAIT, bottleneck.tried().getFirst().kind());
    }

    @Test
    void keepsWhatItHasWhenItIsCancelled() {
        RunControl control = new RunControl();
        control.cancel();
        SiteOutcome outcome =
                SiteSimulation.run(
                        plan(SamplePlan.text()),
                        List.of(conversation(SMALL, 5_000)),
                        QUICK,
                        control);
        SiteRun run = assertInstanceOf(SiteOutcome.Ran.class, outcome).run();
        assertFalse(run.whole());
        assertTrue(run.deployments().getFirst().report().requests().scheduled() < 5_000);
        String said = run.deployments().getFirst().bottleneck().statement();
        assertTrue(said.contains("the run was stopped"), said);
    }

    /** Found as NaN: a closed loop that never ran has no watts to divide by. */
    @Test
    void leavesOutPointsThatWereNotRunToTheirEnd() {
        for (int looks : List.of(0, 1, 5, 20, 60)) {
            var seen = new AtomicInteger();
            RunControl[] control = new RunControl[1];
            control[0] =
                    new RunControl(
                            _ -> {
                                if (seen.getAndIncrement() == looks) {
                                    control[0].cancel();
                                }
                                return true;
                            });
            var options =
                    new SiteOptions(
                            List.of(1L),
                            1,
                            1,
                            QUICK.router(),
                            QUICK.bin(),
                            0,
                            true,
                            QUICK.limits());
            SiteOutcome outcome =
                    SiteSimulation.run(
                            plan(SamplePlan.text()),
                            List.of(conversation(SMALL, 50)),
                            options,
                            control[0]);
            SiteRun run = assertInstanceOf(SiteOutcome.Ran.class, outcome).run();
            assertFalse(run.whole());
            assertTrue(run.deployments().getFirst().pareto().size() < 8);
            SiteText.of(outcome);
        }
    }

    @Test
    void refusesWhatWouldNotEndBeforeItBegins() {
        SiteOptions tight =
                new SiteOptions(
                        QUICK.seeds(),
                        1,
                        1,
                        QUICK.router(),
                        QUICK.bin(),
                        0,
                        false,
                        new RunLimits(1 << 20, 60));
        SiteOutcome.Refused refused =
                assertInstanceOf(
                        SiteOutcome.Refused.class,
                        SiteSimulation.run(
                                plan(SamplePlan.text()),
                                List.of(conversation(SMALL, 20_000), conversation("nobody", 1)),
                                tight,
                                new RunControl()));
        assertTrue(refused.reasons().getFirst().fix().contains("chat-small"), refused::toString);
        SiteOutcome.Refused much =
                assertInstanceOf(
                        SiteOutcome.Refused.class,
                        SiteSimulation.run(
                                plan(SamplePlan.text()),
                                List.of(conversation(SMALL, 20_000)),
                                tight,
                                new RunControl()));
        assertTrue(much.reasons().getFirst().problem().contains("GiB"), much::toString);
        assertTrue(much.reasons().getFirst().fix().contains("--limit"), much::toString);
    }

    @Test
    void tradesThroughputForInteractivity() {
        SiteOptions pareto =
                new SiteOptions(
                        List.of(1L), 2, 1, QUICK.router(), QUICK.bin(), 0, true, QUICK.limits());
        List<ParetoPoint> points =
                ran(SamplePlan.text(), List.of(conversation(SMALL, 50)), pareto)
                        .deployments()
                        .getFirst()
                        .pareto();
        assertTrue(points.size() >= 5);
        for (int i = 1; i < points.size(); i++) {
            ParetoPoint less = points.get(i - 1);
            ParetoPoint more = points.get(i);
            assertTrue(
                    more.tokensPerSecondPerUser().value()
                            < less.tokensPerSecondPerUser().value() * 1.02);
        }
        assertTrue(
                points.getLast().outputTokensPerSecondPerGpu().value()
                        > 5 * points.getFirst().outputTokensPerSecondPerGpu().value());
    }
}
