// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.assemble;

import io.wattmill.twin.answer.OperatingPoint;
import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.simulate.site.DeploymentRun;
import io.wattmill.twin.simulate.site.SiteRun;

import java.util.ArrayList;
import java.util.List;

/**
 * Throughput against interactivity, for each MW that the utility holds ready: a deployment's part
 * of that is its part of the plan's GPUs.
 */
final class Points {
    private static final double WATTS_PER_MW = 1e6;
    private static final double US_PER_S = 1e6;

    private final Figure provisionedWattsPerGpu;
    private final Fidelity fidelity;

    Points(Figure provisionedWatts, long gpus, Fidelity fidelity) {
        this.provisionedWattsPerGpu = provisionedWatts.times(1.0 / gpus);
        this.fidelity = fidelity;
    }

    List<OperatingPoint> of(SiteRun run) {
        List<OperatingPoint> points = new ArrayList<>();
        run.deployments().forEach(each -> points.addAll(of(each)));
        return points;
    }

    private List<OperatingPoint> of(DeploymentRun run) {
        List<OperatingPoint> points = new ArrayList<>();
        for (var each : run.pareto()) {
            points.add(
                    point(
                            run,
                            each.usersPerEngine() + " users on each engine",
                            each.tokensPerSecondPerUser(),
                            each.outputTokensPerSecondPerGpu(),
                            false));
        }
        Figure tpot = run.latency().tpot().p50();
        if (tpot.low() > 0) {
            Figure user = Figure.exact(US_PER_S, tpot.provenance(), tpot.source()).per(tpot);
            Figure perGpu = run.rates().outputTokens().times(1.0 / run.fleet().gpus());
            points.add(point(run, "the plan's load", user, perGpu, true));
        }
        return points;
    }

    private OperatingPoint point(
            DeploymentRun run, String label, Figure user, Figure perGpu, boolean chosen) {
        Figure perMw = perGpu.per(provisionedWattsPerGpu).times(WATTS_PER_MW);
        return new OperatingPoint(
                run.id(),
                label,
                Fidelity.widened(user, fidelity.tpot()),
                Fidelity.widened(perMw, chosen ? 0 : fidelity.tpot()),
                chosen);
    }
}
