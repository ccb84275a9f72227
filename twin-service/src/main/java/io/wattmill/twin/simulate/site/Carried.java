// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.twin.replay.report.Figures;
import io.wattmill.twin.simulate.fleet.FleetEngine;
import io.wattmill.twin.simulate.fleet.SimulatedFleet;
import io.wattmill.twin.simulate.plan.EngineBuild;
import io.wattmill.twin.simulate.site.Bottleneck.Kind;
import io.wattmill.twin.simulate.site.Sensitivity.Outcome;
import io.wattmill.twin.simulate.site.Trials.Trial;
import io.wattmill.twin.trace.Trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a deployment runs where power or cooling does not carry all of it: with fewer engines, or
 * with every GPU under a lower power limit, whichever serves the load better.
 *
 * @param planned what runs then
 * @param wanted what the plan has
 * @param kind what is too little
 * @param words how, after "with"
 */
record Carried(Planned planned, Planned wanted, Kind kind, String words) {
    /** Nearer to idling no board is held: its lowest clock draws more. */
    private static final double LEAST_OVER_IDLE = 1.3;

    /**
     * The better way; fewer engines when trials were cut short.
     *
     * @param run of all that is planned
     * @param share of what that draws at most that it may draw, below 1
     */
    static Carried better(Planned planned, Seeded run, Kind kind, double share, Trials trials) {
        List<Carried> ways = ways(planned, run, kind, share);
        Trace load = planned.head(trials.options());
        Optional<List<Outcome>> outcomes =
                trials.of(
                        ways.stream().map(way -> new Trial(way.planned().fleet(), load)).toList());
        int best = 0;
        for (int i = 1; outcomes.isPresent() && i < ways.size(); i++) {
            best = isBetter(outcomes.get().get(i), outcomes.get().get(best)) ? i : best;
        }
        return ways.get(best);
    }

    private static boolean isBetter(Outcome one, Outcome other) {
        return one.goodShare() != other.goodShare()
                ? one.goodShare() > other.goodShare()
                : one.meanE2eUs() < other.meanE2eUs();
    }

    /** All of them: fewer engines first. */
    static List<Carried> ways(Planned planned, Seeded run, Kind kind, double share) {
        List<Carried> ways = new ArrayList<>();
        ways.add(fewer(planned, kind, share));
        capped(planned, run, kind, share).ifPresent(ways::add);
        return ways;
    }

    private static Carried fewer(Planned planned, Kind kind, double share) {
        SimulatedFleet fleet = planned.fleet();
        SimulatedFleet kept =
                new SimulatedFleet(
                        fleet.name(),
                        part(fleet.engines(), share),
                        fleet.prefixCache(),
                        fleet.prefill().map(pool -> pool.of(part(pool.engines(), share))));
        String words =
                "%d of %d engines".formatted(kept.everyEngine().size(), fleet.everyEngine().size());
        return new Carried(planned.on(kept, planned.build()), planned, kind, words);
    }

    private static List<FleetEngine> part(List<FleetEngine> engines, double share) {
        return engines.subList(0, (int) Math.max(1, engines.size() * share));
    }

    /** GPUs get what hosts leave of this deployment's share, none of them more than another. */
    private static Optional<Carried> capped(Planned planned, Seeded run, Kind kind, double share) {
        int gpus = planned.fleet().gpus();
        double peak = run.profile().peakWatts() + planned.hostWatts(run.busyShare());
        double each = (peak * share - planned.hostWatts(1)) / gpus;
        long milliwatts = Math.round(each * 1e3);
        var power = planned.build().gpu().power();
        if (milliwatts < power.idleMilliwatts() * LEAST_OVER_IDLE
                || milliwatts >= power.capMilliwatts()) {
            return Optional.empty();
        }
        EngineBuild build = planned.build().limitedTo(milliwatts);
        SimulatedFleet fleet = planned.fleet().each(one -> one.running(build.engine()));
        String words = "every GPU limited to " + Figures.rate(milliwatts / 1e3) + " W";
        return Optional.of(new Carried(planned.on(fleet, build), planned, kind, words));
    }
}
