// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.planfile.PlanReader;
import io.wattmill.twin.planfile.PlanReading;
import io.wattmill.twin.planfile.SamplePlan;
import io.wattmill.twin.simulate.place.RouterSettings;
import io.wattmill.twin.simulate.run.RunControl;
import io.wattmill.twin.simulate.run.RunLimits;
import io.wattmill.twin.simulate.site.DeploymentRun.WorkloadRun;
import io.wattmill.twin.trace.LengthShape;
import io.wattmill.twin.trace.workload.Arrivals;
import io.wattmill.twin.trace.workload.SyntheticLoad;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class SharedEnginesTest {
    private static final String SMALL = "chat-small";
    private static final LengthShape LONG = new LengthShape(6_000, 0.5, 500, 30_000);
    private static final LengthShape SHORT = new LengthShape(100, 0.5, 16, 1_000);

    private static SiteOptions within(RunLimits limits) {
        return new SiteOptions(
                List.of(1L),
                1,
                1,
                RouterSettings.DEFAULTS,
                Duration.ofMinutes(1),
                0,
                false,
                limits);
    }

    private static FacilityPlan twoEngines() {
        String yaml = SamplePlan.text().replace("engines: 16", "engines: 2");
        return assertInstanceOf(PlanReading.Understood.class, PlanReader.read(yaml)).plan();
    }

    private static SiteLoad load(String workload, double rate, LengthShape input, int count) {
        return new SiteLoad(
                SMALL,
                workload,
                seed ->
                        new SyntheticLoad(rate, new Arrivals.Poisson(), 0, input, SHORT)
                                .trace(seed, count));
    }

    private static SiteRun ran(List<SiteLoad> loads) {
        SiteOptions options = within(SiteOptions.USUAL.limits());
        SiteOutcome outcome = SiteSimulation.run(twoEngines(), loads, options, new RunControl());
        return assertInstanceOf(SiteOutcome.Ran.class, outcome).run();
    }

    @Test
    void workloadsOfOneModelWaitForEachOther() {
        SiteLoad chats = load("chats", 8, SHORT, 400);
        SiteLoad documents = load("documents", 8, LONG, 400);
        DeploymentRun alone = ran(List.of(chats)).deployments().getFirst();
        SiteRun both = ran(List.of(chats, documents));

        assertEquals(1, both.deployments().size());
        DeploymentRun shared = both.deployments().getFirst();
        assertEquals(800, shared.report().requests().scheduled());
        assertEquals(
                List.of("chats", "documents"),
                shared.workloads().stream().map(WorkloadRun::workload).toList());
        WorkloadRun besideDocuments = shared.workloads().getFirst();
        assertTrue(
                besideDocuments.latency().ttft().p90().value()
                        > 1.5 * alone.latency().ttft().p90().value(),
                () -> besideDocuments + " against " + alone.latency());
        assertEquals(List.of(), alone.workloads());
    }

    @Test
    void whatWorkloadsComeToSumsUpToTheirFleet() {
        SiteRun both = ran(List.of(load("a", 5, SHORT, 300), load("b", 2, LONG, 100)));
        DeploymentRun fleet = both.deployments().getFirst();
        double output = fleet.workloads().stream().mapToDouble(w -> output(w)).sum();
        double good = fleet.workloads().stream().mapToDouble(w -> w.rates().good().value()).sum();
        assertEquals(fleet.rates().outputTokens().value(), output, 1e-6);
        assertEquals(fleet.rates().good().value(), good, 1e-6);
        assertEquals(fleet.energy().gpuWatts().value(), wattsOfLoaded(both), 1e-6);
        assertTrue(SiteText.of(new SiteOutcome.Ran(both)).contains("workload   b: TTFT p90"));
    }

    /** Of the site's GPUs, without those of the other deployment, which waits. */
    private static double wattsOfLoaded(SiteRun run) {
        SiteRun other = ran(List.of(load("a", 1, SHORT, 1)));
        double own = other.deployments().getFirst().energy().gpuWatts().value();
        double waits = other.totals().gpuWatts().value() - own;
        return run.totals().gpuWatts().value() - waits;
    }

    private static double output(WorkloadRun workload) {
        return workload.rates().outputTokens().value();
    }

    @Test
    void refusesTogetherWhatWouldFitAlone() {
        SiteLoad one = load("one", 8, SHORT, 2_000);
        SiteLoad other = new SiteLoad("chat-large", "other", seed -> one.bySeed().apply(seed));
        // Each is some 2,000 x (1 us + engines x 0.25 us + tokens x 10 ns): near 6 ms.
        SiteOptions tight = within(new RunLimits(1L << 30, 0.009));
        assertInstanceOf(
                SiteOutcome.Ran.class,
                SiteSimulation.run(twoEngines(), List.of(one), tight, new RunControl()));
        assertInstanceOf(
                SiteOutcome.Ran.class,
                SiteSimulation.run(twoEngines(), List.of(other), tight, new RunControl()));
        SiteOutcome both =
                SiteSimulation.run(twoEngines(), List.of(one, other), tight, new RunControl());
        var refused = assertInstanceOf(SiteOutcome.Refused.class, both);
        assertEquals(1, refused.reasons().size());
        String problem = refused.reasons().getFirst().problem();
        assertTrue(problem.startsWith("2 runs with 4,000 requests in all"), problem);
    }
}
