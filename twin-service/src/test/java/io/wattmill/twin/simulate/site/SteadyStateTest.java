// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.planfile.PlanReader;
import io.wattmill.twin.planfile.PlanReading;
import io.wattmill.twin.planfile.SamplePlan;
import io.wattmill.twin.simulate.LoadProfile;
import io.wattmill.twin.simulate.LoadProfile.Bin;
import io.wattmill.twin.simulate.place.RouterSettings;
import io.wattmill.twin.simulate.run.RunControl;
import io.wattmill.twin.trace.LengthShape;
import io.wattmill.twin.trace.workload.Arrivals;
import io.wattmill.twin.trace.workload.SyntheticLoad;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Rates, watts and use are those of a site that has long been running. */
class SteadyStateTest {
    private static final double RATE = 12;
    private static final LengthShape LENGTHS = new LengthShape(400, 0.5, 16, 4_000);

    private static DeploymentRun ran(int requests) {
        return ran(SamplePlan.text(), requests);
    }

    private static DeploymentRun ran(String yaml, int requests) {
        var plan = assertInstanceOf(PlanReading.Understood.class, PlanReader.read(yaml)).plan();
        var trace =
                new SyntheticLoad(RATE, new Arrivals.Poisson(), 0, LENGTHS, LENGTHS)
                        .trace(7, requests);
        var options =
                new SiteOptions(
                        List.of(1L),
                        2,
                        1,
                        RouterSettings.DEFAULTS,
                        Duration.ofHours(1),
                        0,
                        false,
                        SiteOptions.USUAL.limits());
        var outcome =
                SiteSimulation.run(
                        plan,
                        List.of(SiteLoad.recorded("chat-small", trace)),
                        options,
                        new RunControl());
        return assertInstanceOf(SiteOutcome.Ran.class, outcome).run().deployments().getFirst();
    }

    /** The fleet fills and drains in a good part of the short one; of that nothing is seen. */
    @Test
    void aShortRunSaysWhatALongOneSays() {
        DeploymentRun small = ran(700);
        DeploymentRun large = ran(7_000);
        assertTrue(small.steady().isReached(), small.steady()::toString);
        assertTrue(large.steady().isReached());
        assertEquals(1, small.usage().busy().value() / large.usage().busy().value(), 0.05);
        double watts = small.energy().gpuWatts().value() / large.energy().gpuWatts().value();
        assertEquals(1, watts, 0.05);
        assertEquals(1, large.rates().requests().value() / RATE, 0.05);
        assertEquals(1, small.profile().peakWatts() / small.energy().gpuWatts().value(), 0.001);
    }

    @Test
    void saysThatALoadIsTooShort() {
        DeploymentRun run = ran(30);
        assertFalse(run.steady().isReached());
        assertTrue(run.steady().seconds() > 0);
    }

    @Test
    void assumedDraftsAreAssumed() {
        String drafts =
                SamplePlan.text()
                        .replace("engines: 16", "engines: 16\n      acceptance-length: 2.5");
        var rates = ran(drafts, 60).rates().outputTokens();
        assertTrue(rates.provenance().compareTo(Provenance.CLAIMED) >= 0, rates::toString);
        var watts = ran(60).energy().gpuWatts();
        assertTrue(watts.source().contains("while idle"), watts::toString);
    }

    @Property(tries = 200)
    void theStepsOfAProfileKeepItsEnergy(
            @ForAll @IntRange(min = 1, max = 50) int bins,
            @ForAll @IntRange(min = 1, max = 9) int each) {
        var fine =
                new FineProfile(
                        new LoadProfile(
                                10,
                                IntStream.range(0, bins * each)
                                        .mapToObj(
                                                i -> new Bin(10, i, i / (double) (bins * each), 0))
                                        .toList()));
        var whole = new SteadyState(0, 10L * bins * each, true);
        LoadProfile asked = fine.steady(whole, 10L * each);
        assertEquals(bins, asked.bins().size());
        double energy = asked.bins().stream().mapToDouble(b -> b.nanos() * b.gpuWatts()).sum();
        double told = IntStream.range(0, bins * each).mapToDouble(i -> 10.0 * i).sum();
        assertEquals(told, energy, 1e-6 * Math.max(1, told));
    }

    @Property(tries = 200)
    void readingsDivideTheBinsThatAreAskedFor(
            @ForAll @IntRange(min = 1, max = 48) int halfHours,
            @ForAll @IntRange(min = 0, max = 1_000_000) int seconds) {
        long asked = Duration.ofMinutes(30L * halfHours).toNanos();
        long fine = FineProfile.binNanos(asked, Duration.ofSeconds(seconds).toNanos());
        assertTrue(fine >= 1 && fine <= asked);
        assertEquals(0, asked % fine);
    }
}
