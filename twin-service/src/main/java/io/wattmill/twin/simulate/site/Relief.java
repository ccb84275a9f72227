// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.twin.replay.report.Figures;
import io.wattmill.twin.replay.report.RunReport;
import io.wattmill.twin.simulate.Placing;
import io.wattmill.twin.simulate.Simulation;
import io.wattmill.twin.simulate.SimulationRun;
import io.wattmill.twin.simulate.Watch;
import io.wattmill.twin.simulate.fleet.SimulatedFleet;
import io.wattmill.twin.simulate.report.SimulationReport;
import io.wattmill.twin.simulate.run.Batch;
import io.wattmill.twin.simulate.site.Constraint.Kind;
import io.wattmill.twin.simulate.site.Constraint.Outcome;
import io.wattmill.twin.trace.Chains;
import io.wattmill.twin.trace.Trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Finds what binds a deployment: loosens one thing after the other and looks what it gains. */
final class Relief {
    /** Less than this many good requests more, or time less, is no relief. */
    private static final double NOTICEABLE = 0.01;

    private final Planned planned;
    private final SiteOptions options;
    private final Batch batch;
    private final Optional<SiteLimit> over;

    /**
     * @param over what the site has too little of: then only as many engines run as it carries
     */
    Relief(Planned planned, SiteOptions options, Batch batch, Optional<SiteLimit> over) {
        this.planned = planned;
        this.options = options;
        this.batch = batch;
        this.over = over;
    }

    Binding binding() {
        if (options.trialRequests() == 0) {
            return new Binding(Kind.NOTHING, "was not looked for", "", List.of());
        }
        long seed = options.seeds().getFirst();
        Trace load =
                SiteSimulation.paced(planned.load().bySeed().apply(seed), options.speed())
                        .limited(options.trialRequests());
        SimulatedFleet fleet = over.map(this::carried).orElse(planned.fleet());
        List<Loosening> all = new ArrayList<>(Loosening.of(fleet, planned.build(), load));
        over.ifPresent(limit -> all.add(everyEngine(limit, load)));
        List<Function<Watch, Outcome>> tasks = new ArrayList<>();
        tasks.add(watch -> outcome(new Loosening.Trial(fleet, load), seed, watch));
        all.forEach(one -> tasks.add(watch -> outcome(one.trial(), seed, watch)));
        List<Outcome> outcomes = batch.run(tasks);
        List<Constraint> tried = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Loosening one = all.get(i);
            tried.add(
                    new Constraint(
                            one.kind(),
                            one.words(),
                            outcomes.getFirst(),
                            outcomes.get(i + 1),
                            one.fix()));
        }
        return judged(outcomes.getFirst(), tried);
    }

    /** The engines that the site can run at once. */
    private SimulatedFleet carried(SiteLimit limit) {
        SimulatedFleet fleet = planned.fleet();
        int kept = (int) Math.max(1, fleet.engines().size() / limit.ratio());
        return new SimulatedFleet(
                fleet.name(),
                fleet.engines().subList(0, kept),
                fleet.prefixCache(),
                fleet.prefill());
    }

    private Loosening everyEngine(SiteLimit limit, Trace load) {
        boolean power = limit.kind() == Kind.POWER;
        return new Loosening(
                limit.kind(),
                power ? "power for every engine" : "cooling for every engine",
                power ? "larger feeds and racks, or a power cap" : "a larger cooling plant",
                new Loosening.Trial(planned.fleet(), load));
    }

    private Binding judged(Outcome before, List<Constraint> tried) {
        boolean met = before.goodShare() >= planned.target();
        Comparator<Constraint> gain =
                met
                        ? Comparator.comparingDouble(Constraint::timeSaved)
                        : Comparator.comparingDouble(Constraint::goodGained)
                                .thenComparingDouble(Constraint::timeSaved);
        List<Constraint> ranked = tried.stream().sorted(gain.reversed()).toList();
        String good = Figures.percent(before.goodShare());
        Optional<Constraint> best = ranked.stream().findFirst();
        if (met || best.isEmpty()) {
            String next = best.map(one -> "; " + saves(one)).orElse("");
            return new Binding(
                    Kind.NOTHING,
                    good + " of the requests are good, " + target() + " wanted" + next,
                    "nothing, or serve more",
                    ranked);
        }
        Constraint one = best.get();
        boolean helps = one.goodGained() >= NOTICEABLE || one.timeSaved() >= NOTICEABLE;
        return helps
                ? new Binding(one.kind(), statement(good, one), one.fix(), ranked)
                : new Binding(
                        Kind.COMPUTE,
                        good
                                + " of the requests are good, "
                                + target()
                                + " wanted; no single change noticeably helps",
                        "more engines",
                        ranked);
    }

    private String target() {
        return Figures.percent(planned.target());
    }

    private String statement(String good, Constraint one) {
        return good
                + " of the requests are good, "
                + target()
                + " wanted; with "
                + one.loosening()
                + " "
                + Figures.percent(one.after().goodShare())
                + " are, and their mean time is "
                + Figures.percent(one.timeSaved())
                + " shorter";
    }

    private static String saves(Constraint one) {
        return "with "
                + one.loosening()
                + " their mean time would be "
                + Figures.percent(one.timeSaved())
                + " shorter";
    }

    private Outcome outcome(Loosening.Trial trial, long seed, Watch watch) {
        SimulationRun run =
                Simulation.run(
                        trial.fleet(),
                        trial.load(),
                        new Placing.Routed(SiteSimulation.router(options.router(), seed)),
                        watch);
        RunReport report = SimulationReport.of(run, planned.slo(), 1, Optional.empty());
        return new Outcome(
                report.goodShare(),
                meanUs(run),
                report.latency().ttft().p90Us(),
                report.latency().tpot().p50Us(),
                report.perSecond(report.tokens().output()));
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
