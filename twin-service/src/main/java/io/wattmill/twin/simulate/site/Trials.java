// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.twin.replay.report.RunReport;
import io.wattmill.twin.replay.report.Slo;
import io.wattmill.twin.simulate.Placing;
import io.wattmill.twin.simulate.Simulation;
import io.wattmill.twin.simulate.SimulationRun;
import io.wattmill.twin.simulate.Watch;
import io.wattmill.twin.simulate.fleet.SimulatedFleet;
import io.wattmill.twin.simulate.report.SimulationReport;
import io.wattmill.twin.simulate.run.Batch;
import io.wattmill.twin.simulate.site.Sensitivity.Outcome;
import io.wattmill.twin.trace.Chains;
import io.wattmill.twin.trace.Trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Runs of one deployment with something changed, all with the same seed. */
record Trials(Slo slo, SiteOptions options, Batch batch) {
    /** What is run. */
    record Trial(SimulatedFleet fleet, Trace load) {}

    /** What each of them comes to, in their order; empty when they were cut short. */
    Optional<List<Outcome>> of(List<Trial> trials) {
        List<Function<Watch, Optional<Outcome>>> tasks = new ArrayList<>();
        trials.forEach(one -> tasks.add(watch -> outcome(one, watch)));
        List<Outcome> outcomes = batch.run(tasks).stream().flatMap(Optional::stream).toList();
        return outcomes.size() == trials.size() ? Optional.of(outcomes) : Optional.empty();
    }

    /** The seed that all of them are run with: the first. */
    long seed() {
        return options.seeds().getFirst();
    }

    private Optional<Outcome> outcome(Trial trial, Watch watch) {
        SimulationRun run =
                Simulation.run(
                        trial.fleet(),
                        trial.load(),
                        Placing.Routed.aiming(options.router().seeded(seed()), slo),
                        watch);
        if (!run.whole()) {
            return Optional.empty();
        }
        RunReport report = SimulationReport.of(run, slo, 1, Optional.empty());
        return Optional.of(
                new Outcome(
                        report.goodShare(),
                        meanUs(run),
                        report.latency().ttft().p90Us(),
                        report.latency().tpot().p50Us(),
                        report.perSecond(report.tokens().output())));
    }

    /** Of sessions from their first turn on, where there are any: what tools take is in it. */
    private static double meanUs(SimulationRun run) {
        Chains chains = run.trace().chains();
        double sum = 0;
        int ends = 0;
        for (int i = 0; i < run.requests().size(); i++) {
            if (run.requests().endNanos(i) >= 0) {
                long since = run.requests().arrivalNanos(i);
                int before = chains.after(i);
                if (before != Chains.FIRST && run.requests().endNanos(before) >= 0) {
                    since = run.requests().endNanos(before);
                }
                sum += (run.requests().endNanos(i) - since) / 1e3;
                ends++;
            }
        }
        return ends == 0 ? 0 : sum / ends;
    }
}
