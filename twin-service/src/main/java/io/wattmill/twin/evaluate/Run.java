// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.evaluate;

import io.wattmill.router.placement.PlacementMode;
import io.wattmill.router.placement.Slo;
import io.wattmill.router.placement.policy.PolicySettings;
import io.wattmill.twin.simulate.Placing;
import io.wattmill.twin.simulate.Simulation;
import io.wattmill.twin.simulate.SimulationRun;
import io.wattmill.twin.simulate.Watch;
import io.wattmill.twin.simulate.fleet.SimulatedFleet;
import io.wattmill.twin.simulate.place.RouterSettings;
import io.wattmill.twin.simulate.place.RouterSettings.Answers;
import io.wattmill.twin.trace.Trace;

import java.util.function.LongSupplier;

/**
 * One policy on one section at one speed.
 *
 * @param fleet that serves it
 * @param slo what answers are held to; policies that know of an objective have the same
 * @param answers what the router is told of their length
 * @param clock that decisions are timed by, nanoseconds
 */
record Run(FleetSpec fleet, Slo slo, Answers answers, LongSupplier clock) {
    private static final long BIN_NANOS = 1_000_000_000;

    RunFigures of(PlacementMode policy, long seed, Trace trace, Watch watch) {
        SimulatedFleet simulated = fleet.fleet();
        var log = new Decisions(trace.requests().size(), clock);
        Placing placing = new Placing.Routed(settings(policy, seed), tastes(), log);
        SimulationRun run = Simulation.run(simulated, trace, placing, watch, BIN_NANOS);
        dbg(policy, seed, run, new Objective(slo, fleet), log);
        return new Reading(run, log, new Objective(slo, fleet)).figures(seed);
    }

    private void dbg(PlacementMode policy, long seed, SimulationRun run, Objective o, Decisions log) {
        var rq = run.requests();
        int tt = 0, tp = 0, both = 0, fail = 0;
        int B = 24;
        int[] n = new int[B], bad = new int[B], un = new int[B];
        long last = run.trace().spanUs() * 1000L;
        for (int i = 0; i < rq.size(); i++) {
            if (rq.endNanos(i) < 0 || rq.endNanos(i) == io.wattmill.twin.simulate.kernel.RequestTable.NEVER) { fail++; continue; }
            double ttft = rq.firstTokenNanos(i) - rq.arrivalNanos(i);
            int later = rq.outputTokens(i) - 1;
            double tpot = later > 0 ? (double) (rq.endNanos(i) - rq.firstTokenNanos(i)) / later : 0;
            boolean a = !o.isGood(rq.promptTokens(i), ttft, 0);
            boolean b = !o.isGood(rq.promptTokens(i), 0, tpot);
            if (a && b) both++; else if (a) tt++; else if (b) tp++;
            int k = (int) Math.min(B - 1, rq.arrivalNanos(i) * B / Math.max(1, last));
            n[k]++; if (a || b) bad[k]++;
        }
        var sb = new StringBuilder(policy + " seed " + seed + " preempt " + run.preemptions() + " ttft " + tt + " tpot " + tp + " both " + both + " fail " + fail + " bad%:");
        for (int k = 0; k < B; k++) sb.append(' ').append(n[k] == 0 ? 0 : 100 * bad[k] / n[k]);
        System.err.println(sb);
    }

    private PolicySettings tastes() {
        PolicySettings usual = PolicySettings.DEFAULTS;
        return new PolicySettings(
                usual.tiePpm(),
                slo,
                usual.unit(),
                usual.decodeWeight(),
                usual.looseness(),
                usual.batchQueue());
    }

    private RouterSettings settings(PlacementMode policy, long seed) {
        RouterSettings usual = RouterSettings.DEFAULTS;
        return new RouterSettings(
                policy,
                usual.tiePpm(),
                usual.expectedOutputTokens(),
                seed,
                usual.maxInFlight(),
                usual.reportPeriod(),
                usual.progressPeriod(),
                answers);
    }
}
