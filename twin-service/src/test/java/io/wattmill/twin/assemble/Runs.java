// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.assemble;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.serving.ModelDeployment;
import io.wattmill.twin.replay.report.RunReport;
import io.wattmill.twin.simulate.LoadProfile;
import io.wattmill.twin.simulate.plan.PlannedSlo;
import io.wattmill.twin.simulate.run.RunControl;
import io.wattmill.twin.simulate.site.Bottleneck;
import io.wattmill.twin.simulate.site.Bottleneck.Kind;
import io.wattmill.twin.simulate.site.DeploymentRun;
import io.wattmill.twin.simulate.site.DeploymentRun.Energy;
import io.wattmill.twin.simulate.site.DeploymentRun.FleetFacts;
import io.wattmill.twin.simulate.site.DeploymentRun.Latency;
import io.wattmill.twin.simulate.site.DeploymentRun.ParetoPoint;
import io.wattmill.twin.simulate.site.DeploymentRun.Quantiles;
import io.wattmill.twin.simulate.site.DeploymentRun.Rates;
import io.wattmill.twin.simulate.site.GpuUsage;
import io.wattmill.twin.simulate.site.ObjectiveAttainment;
import io.wattmill.twin.simulate.site.Sensitivity;
import io.wattmill.twin.simulate.site.Sensitivity.Outcome;
import io.wattmill.twin.simulate.site.SiteLoad;
import io.wattmill.twin.simulate.site.SiteOptions;
import io.wattmill.twin.simulate.site.SiteOutcome;
import io.wattmill.twin.simulate.site.SiteRun;
import io.wattmill.twin.simulate.site.SiteSimulation;
import io.wattmill.twin.simulate.site.SteadyState;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceShape;
import io.wattmill.twin.trace.format.TraceReading;
import io.wattmill.twin.trace.source.TraceSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Site runs with round figures. */
final class Runs {
    private static final GpuUsage USAGE =
            new GpuUsage(exact(0.5), exact(0.6), exact(0.3), exact(0.1));

    private Runs() {}

    /** The plan's first model, served so well, making so many output tokens per second. */
    static SiteRun serving(FacilityPlan plan, double attainment, double outputTokensPerS) {
        var model = plan.models().getFirst();
        var run = deployment(plan, model, attainment, outputTokensPerS);
        return new SiteRun(
                plan.site(),
                List.of(1L),
                List.of(run),
                new SiteRun.Totals(
                        exact(9 * outputTokensPerS),
                        exact(outputTokensPerS),
                        exact(9_000),
                        exact(3_000),
                        exact(6),
                        exact(1.6),
                        USAGE,
                        LoadProfile.NONE,
                        List.of()),
                true);
    }

    private static DeploymentRun deployment(
            FacilityPlan plan, ModelDeployment model, double attainment, double output) {
        var before = new Outcome(attainment, 1e6, 200_000, 25_000, output);
        var after = new Outcome(Math.min(1, attainment + 0.02), 7e5, 180_000, 15_000, output);
        var tried =
                new Sensitivity(
                        Kind.MEMORY_BANDWIDTH, "twice the bandwidth", before, after, "fp8 weights");
        return new DeploymentRun(
                model.id(),
                new FleetFacts(model.model(), "h100-sxm", 4, 16, exact(12), 0, exact(0.3)),
                new Latency(quantiles(200_000), quantiles(25_000), quantiles(5e6)),
                new Rates(exact(10), exact(10 * attainment), exact(9 * output), exact(output)),
                new Energy(exact(9_000), exact(4.5), exact(3_000), exact(6)),
                exact(attainment),
                List.of(objective(model, attainment)),
                USAGE,
                new SteadyState(1, 2, true),
                LoadProfile.NONE,
                new Bottleneck(
                        Kind.MEMORY_BANDWIDTH, "reads weights", "fp8 weights", List.of(tried)),
                List.of(
                        new ParetoPoint(8, exact(60), exact(300), exact(4e5), exact(1e5)),
                        new ParetoPoint(64, exact(20), exact(900), exact(9e5), exact(4e5))),
                report(plan, model),
                List.of());
    }

    private static ObjectiveAttainment objective(ModelDeployment model, double share) {
        return new ObjectiveAttainment(
                model.objective().percentile().value() / 100,
                PlannedSlo.of(model.objective()),
                exact(share),
                exact(1),
                exact(share),
                exact(1));
    }

    private static RunReport report(FacilityPlan plan, ModelDeployment model) {
        var usual = SiteOptions.USUAL;
        var once =
                new SiteOptions(
                        List.of(1L), 1, 1, usual.router(), usual.bin(), 0, false, usual.limits());
        var loads = List.of(SiteLoad.recorded(model.id(), trace()));
        var outcome = SiteSimulation.run(plan, loads, once, new RunControl());
        var run = assertInstanceOf(SiteOutcome.Ran.class, outcome, outcome::toString).run();
        return run.deployments().getFirst().report();
    }

    private static Trace trace() {
        try {
            var reading = new TraceSource.Generated(7, 20, TraceShape.conversation()).load(20);
            return assertInstanceOf(TraceReading.Accepted.class, reading).trace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Quantiles quantiles(double p50Us) {
        return new Quantiles(exact(p50Us), exact(2 * p50Us), exact(4 * p50Us));
    }

    private static Figure exact(double value) {
        return Figure.exact(value, Provenance.FITTED, "test");
    }
}
