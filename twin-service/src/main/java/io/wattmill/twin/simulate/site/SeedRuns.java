// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.twin.simulate.Placing;
import io.wattmill.twin.simulate.Simulation;
import io.wattmill.twin.simulate.SimulationRun;
import io.wattmill.twin.simulate.Watch;
import io.wattmill.twin.simulate.run.Batch;
import io.wattmill.twin.simulate.run.RunControl;
import io.wattmill.twin.trace.Trace;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Runs deployments with every seed, each with all that it has to serve. */
record SeedRuns(SiteOptions options, RunControl control, Batch batch) {
    private static final Trace NOTHING = new Trace("none", List.of());
    private static final long NANOS_PER_MICRO = 1_000;

    /** Seed by seed of the first deployment, then of the next. */
    List<Seeded> of(List<Planned> planned) {
        List<Function<Watch, Seeded>> tasks = new ArrayList<>();
        for (Planned one : planned) {
            for (long seed : options.seeds()) {
                tasks.add(watch -> seeded(one, seed, watch));
            }
        }
        return batch.run(tasks);
    }

    /** Those of a deployment that began before the run was stopped; all, when none did. */
    static List<Seeded> begun(List<Seeded> own) {
        List<Seeded> begun =
                own.stream().filter(one -> one.report().requests().scheduled() > 0).toList();
        return begun.isEmpty() ? own : begun;
    }

    private Seeded seeded(Planned one, long seed, Watch watch) {
        if (control.isCancelled()) {
            return Seeded.of(one, run(one, NOTHING, seed, watch), options, List.of());
        }
        if (!one.load().isShared()) {
            SimulationRun run = run(one, one.load().bySeed(seed), seed, watch);
            return Seeded.of(one, run, options, List.of());
        }
        MergedTrace merged = one.load().merged(seed);
        SimulationRun run = run(one, merged.trace(), seed, watch);
        return Seeded.of(one, run, options, workloads(one, merged, run));
    }

    private SimulationRun run(Planned one, Trace load, long seed, Watch watch) {
        Trace trace = load.atSpeed(options.speed());
        return Simulation.run(
                one.fleet(),
                trace,
                Placing.Routed.aiming(options.router().seeded(seed), one.slo()),
                watch,
                FineProfile.binNanos(options.bin().toNanos(), trace.spanUs() * NANOS_PER_MICRO));
    }

    private List<SeededWorkload> workloads(Planned one, MergedTrace merged, SimulationRun run) {
        SteadyState steady = SteadyState.of(run);
        return IntStream.range(0, one.load().parts().size())
                .mapToObj(
                        part ->
                                SeededWorkload.of(
                                        one,
                                        run,
                                        options,
                                        steady,
                                        request -> merged.partOf(request) == part))
                .toList();
    }
}
