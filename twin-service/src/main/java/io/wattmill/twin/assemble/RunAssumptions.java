// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.assemble;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.answer.Assumption;
import io.wattmill.twin.report.shown.Shown;
import io.wattmill.twin.simulate.site.DeploymentRun;
import io.wattmill.twin.simulate.site.SiteRun;
import io.wattmill.twin.simulate.site.SteadyState;

import java.util.List;
import java.util.stream.Stream;

/** Which part of the simulated load stands for the year. */
final class RunAssumptions {
    private RunAssumptions() {}

    static List<Assumption> of(SiteRun run) {
        var parts = run.deployments().stream().map(RunAssumptions::part);
        return run.whole() ? parts.toList() : Stream.concat(Stream.of(stopped()), parts).toList();
    }

    private static Assumption part(DeploymentRun run) {
        return new Assumption(
                "simulation." + run.id() + ".steady-state",
                "%s s to %s s"
                        .formatted(
                                Shown.number(run.steady().fromNanos() / 1e9),
                                Shown.number(run.steady().toNanos() / 1e9)),
                run.steady().isReached() ? Provenance.DERIVED : Provenance.ASSUMED,
                why(run.steady()));
    }

    private static String why(SteadyState steady) {
        return steady.isReached()
                ? "rates, power and GPU time are of this part of the run: warm-up, "
                        + SteadyState.WARM_UP_STAYS
                        + " mean stays, and drain are left out"
                : "not steady: the load is shorter than "
                        + 2 * SteadyState.WARM_UP_STAYS
                        + " mean stays, or more than is served; its second half has to do";
    }

    private static Assumption stopped() {
        return new Assumption(
                "simulation", "stopped", Provenance.ASSUMED, "figures are of what had happened");
    }
}
