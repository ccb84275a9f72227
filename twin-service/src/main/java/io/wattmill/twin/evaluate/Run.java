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
        return new Reading(run, log, new GoodputCriterion(slo, fleet)).figures(seed);
    }

    private PolicySettings tastes() {
        return PolicySettings.DEFAULTS.withObjective(slo);
    }

    private RouterSettings settings(PlacementMode policy, long seed) {
        return RouterSettings.DEFAULTS.choosing(policy).seeded(seed).knowing(answers);
    }
}
