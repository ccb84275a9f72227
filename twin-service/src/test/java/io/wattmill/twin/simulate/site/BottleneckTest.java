// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.planfile.PlanReader;
import io.wattmill.twin.planfile.PlanReading;
import io.wattmill.twin.planfile.SamplePlan;
import io.wattmill.twin.simulate.place.RouterSettings;
import io.wattmill.twin.simulate.run.RunControl;
import io.wattmill.twin.simulate.site.Bottleneck.Kind;
import io.wattmill.twin.trace.LengthShape;
import io.wattmill.twin.trace.workload.Arrivals;
import io.wattmill.twin.trace.workload.SyntheticLoad;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/** Each of the constraints, made to bind, is what binds. */
class BottleneckTest {
    private static final String SMALL = "chat-small";
    private static final LengthShape SHORT = new LengthShape(100, 0.5, 16, 1_000);
    private static final LengthShape MEDIUM = new LengthShape(1_500, 0.5, 100, 8_000);
    private static final LengthShape LONG = new LengthShape(6_000, 0.5, 500, 30_000);

    private static SiteRun ran(String yaml, SiteLoad load, int trialRequests) {
        var plan = assertInstanceOf(PlanReading.Understood.class, PlanReader.read(yaml)).plan();
        SiteOptions options =
                new SiteOptions(
                        List.of(1L),
                        2,
                        1,
                        RouterSettings.DEFAULTS,
                        Duration.ofSeconds(20),
                        trialRequests,
                        false,
                        SiteOptions.USUAL.limits());
        SiteRun run =
                assertInstanceOf(
                                SiteOutcome.Ran.class,
                                SiteSimulation.run(plan, List.of(load), options, new RunControl()))
                        .run();
        System.out.println(SiteText.of(new SiteOutcome.Ran(run)));
        return run;
    }

    private static Bottleneck bottleneck(SiteRun run) {
        return run.deployments().getFirst().bottleneck();
    }

    private static SiteLoad load(double rate, LengthShape input, LengthShape output, int count) {
        return SiteLoad.recorded(
                SMALL,
                new SyntheticLoad(rate, new Arrivals.Poisson(), 0, input, output).trace(7, count));
    }

    private static String plan(String serving) {
        return SamplePlan.text().replace("engines: 16", serving);
    }

    private static void gains(Bottleneck bottleneck, Kind kind) {
        assertEquals(kind, bottleneck.kind(), bottleneck::toString);
        Sensitivity first = bottleneck.tried().getFirst();
        assertEquals(kind, first.kind());
        assertTrue(first.goodGained() > 0.05, first::toString);
    }

    @Test
    void memoryBandwidthBindsWhereTokensHaveToComeFasterThanWeightsAreRead() {
        String strict =
                SamplePlan.text()
                        .replace(
                                "ttft-ms: 2000\n        tpot-ms: 50",
                                "ttft-ms: 2000\n        tpot-ms: 5");
        Bottleneck bottleneck = bottleneck(ran(strict, load(4, SHORT, SHORT, 400), 400));
        gains(bottleneck, Kind.MEMORY_BANDWIDTH);
    }

    @Test
    void cacheRoomBindsWhereLittleIsLeftBesideTheWeights() {
        String tight =
                plan("engines: 1")
                        .replace(
                                "  - id: chat-small\n",
                                "  - id: chat-small\n    memory-utilization: 0.3\n");
        Bottleneck bottleneck = bottleneck(ran(tight, load(6, MEDIUM, MEDIUM, 300), 300));
        gains(bottleneck, Kind.KV_CACHE);
    }

    @Test
    void linksBindBetweenPoolsOnASlowNetwork() {
        String slow =
                plan("pools: {prefill: 8, decode: 8}").replace("nic-gbps: 400", "nic-gbps: 5");
        Bottleneck bottleneck = bottleneck(ran(slow, load(6, LONG, SHORT, 300), 300));
        gains(bottleneck, Kind.NETWORK);
    }

    /** Decoding reads memory: a lower clock hardly slows it, and every engine less does. */
    @Test
    void limitsEveryGpuWhereThatServesBetterThanFewerEngines() {
        String weak = SamplePlan.text().replace("rated-kw: 44", "rated-kw: 20");
        SiteRun run = ran(weak, load(60, SHORT, MEDIUM, 3_000), 3_000);
        String statement = bottleneck(run).statement();
        assertTrue(statement.contains("with every GPU limited to "), statement);
        assertEquals(16, run.deployments().getFirst().fleet().engines());
        double watts = run.totals().profile().peakWatts();
        assertTrue(watts <= 20_000 * 1.02, () -> watts + " W on 20 kW");
    }

    @Test
    void powerBindsWhereTheRackIsRatedForLess() {
        String weak = SamplePlan.text().replace("rated-kw: 44", "rated-kw: 14");
        SiteRun run = ran(weak, load(60, LONG, SHORT, 3_000), 3_000);
        gains(bottleneck(run), Kind.POWER);
        assertTrue(run.totals().limits().getFirst().binds());
        assertTrue(bottleneck(run).statement().contains(" of 16 engines"));
        assertTrue(run.deployments().getFirst().fleet().engines() < 16);
        double watts = run.totals().profile().peakWatts();
        assertTrue(watts <= 14_000 * 1.02, () -> watts + " W on 14 kW");
    }

    @Test
    void coolingBindsWhereLittleHeatLeavesTheHouse() {
        String warm =
                SamplePlan.text()
                        .replace(
                                "kind: dry-cooler\n    rated-kw: 60",
                                "kind: dry-cooler\n    rated-kw: 7")
                        .replace(
                                "or tower, which evaporates water\n    rated-kw: 60",
                                "or\n    rated-kw: 7");
        gains(bottleneck(ran(warm, load(60, LONG, SHORT, 3_000), 3_000)), Kind.COOLING);
    }

    @Test
    void saysWhatItDidNotTry() {
        Bottleneck bottleneck = bottleneck(ran(SamplePlan.text(), load(4, SHORT, SHORT, 100), 100));
        assertTrue(bottleneck.untried().getFirst().startsWith("storage: not simulated"));
        assertTrue(bottleneck.untried().stream().anyMatch(one -> one.startsWith("network: ")));
    }

    @Test
    void nothingThatIsLoosenedMakesALoadSlower() {
        Bottleneck bottleneck =
                bottleneck(ran(SamplePlan.text(), load(8, MEDIUM, SHORT, 1_500), 1_500));
        bottleneck.tried().forEach(one -> assertTrue(one.timeSaved() > -0.01, one::toString));
    }

    @Test
    void triesMoreThanTheBeginningWhereThatFaresBetter() {
        SiteRun run = ran(plan("engines: 1"), load(4.5, LONG, SHORT, 1_000), 100);
        Sensitivity first = bottleneck(run).tried().getFirst();
        double all = run.deployments().getFirst().attainment().value();
        assertTrue(all < 0.98, "the beginning fares no better: " + all);
        assertEquals(all, first.before().goodShare(), 1e-9);
    }

    @Test
    void saysWhichRequestsItTried() {
        SiteRun run = ran(SamplePlan.text(), load(4, SHORT, SHORT, 400), 100);
        String statement = bottleneck(run).statement();
        assertTrue(statement.contains("tried on the first 100 of them"), statement);
    }
}
