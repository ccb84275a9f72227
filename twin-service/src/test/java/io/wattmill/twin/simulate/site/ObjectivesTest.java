// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.planfile.PlanReader;
import io.wattmill.twin.planfile.PlanReading;
import io.wattmill.twin.planfile.SamplePlan;
import io.wattmill.twin.simulate.place.RouterSettings;
import io.wattmill.twin.simulate.run.RunControl;
import io.wattmill.twin.simulate.site.Bottleneck.Kind;
import io.wattmill.twin.trace.GeneratedTrace;
import io.wattmill.twin.trace.LengthShape;
import io.wattmill.twin.trace.TraceShape;
import io.wattmill.twin.trace.workload.Arrivals;
import io.wattmill.twin.trace.workload.SyntheticLoad;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/** Every objective of a deployment counts, and every limit of an objective. */
class ObjectivesTest {
    private static final String SMALL = "chat-small";
    private static final String USUAL =
            "percentile: 90\n        ttft-ms: 2000\n        tpot-ms: 50";
    private static final SiteOptions QUICK =
            new SiteOptions(
                    List.of(1L),
                    2,
                    1,
                    RouterSettings.DEFAULTS,
                    Duration.ofMinutes(1),
                    300,
                    false,
                    SiteOptions.USUAL.limits());

    private static DeploymentRun ran(String objectives) {
        return ran(
                SamplePlan.text().replace(USUAL, objectives),
                new SiteLoad(
                        SMALL, seed -> GeneratedTrace.of(seed, 300, TraceShape.conversation())));
    }

    private static DeploymentRun ran(String yaml, SiteLoad load) {
        var plan = assertInstanceOf(PlanReading.Understood.class, PlanReader.read(yaml)).plan();
        return assertInstanceOf(
                        SiteOutcome.Ran.class,
                        SiteSimulation.run(plan, List.of(load), QUICK, new RunControl()))
                .run()
                .deployments()
                .getFirst();
    }

    @Test
    void theWholeAnswersLimitCounts() {
        DeploymentRun loose = ran(USUAL);
        DeploymentRun strict = ran(USUAL + "\n        e2e-ms: 2000");
        assertTrue(loose.attainment().value() > 0.95);
        double slower = strict.objectives().getFirst().e2e().value();
        assertTrue(slower < 0.9, () -> slower + " of the answers are whole within 2 s");
        assertTrue(strict.attainment().value() <= slower);
        assertTrue(strict.rates().good().value() < loose.rates().good().value());
        assertTrue(strict.usage().useful().value() < loose.usage().useful().value());
        assertTrue(strict.tightest().orElseThrow().isMissed());
    }

    @Test
    void everyObjectiveCountsAndTheTightestIsFound() {
        DeploymentRun run =
                ran(
                        USUAL
                                + "\n"
                                + "      - percentile: 99\n"
                                + "        ttft-ms: 2000\n"
                                + "        tpot-ms: 50\n"
                                + "        e2e-ms: 3000");
        assertEquals(2, run.objectives().size());
        assertFalse(run.objectives().getFirst().isMissed());
        ObjectiveAttainment tightest = run.tightest().orElseThrow();
        assertEquals(0.99, tightest.wanted(), 1e-9);
        assertTrue(tightest.isMissed());
        assertEquals(tightest.e2e().value(), tightest.all().value(), 0.02);
        assertTrue(run.attainment().value() <= tightest.all().value());
        assertTrue(run.bottleneck().kind() != Kind.NOTHING, run.bottleneck()::statement);
        assertTrue(
                run.bottleneck().statement().contains("99.0 % wanted"),
                run.bottleneck()::statement);
    }

    /** Prompts of many times the KV cache are refused, with twice of it as well. */
    @Test
    void saysThatNoSingleChangeHelps() {
        var prompts = new LengthShape(900_000, 0.01, 800_000, 1_000_000);
        var trace =
                new SyntheticLoad(
                                1, new Arrivals.Poisson(), 0, prompts, new LengthShape(9, 1, 1, 99))
                        .trace(7, 50);
        Bottleneck bottleneck =
                ran(SamplePlan.text(), SiteLoad.recorded(SMALL, trace)).bottleneck();
        assertEquals(Kind.NO_SINGLE_CHANGE, bottleneck.kind(), bottleneck::statement);
        assertTrue(bottleneck.statement().contains("twice the room for KV cache"));
        assertTrue(bottleneck.statement().contains("twice the GPUs' compute"));
        assertFalse(bottleneck.tried().isEmpty());
    }
}
