// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.twin.replay.report.Figures;
import io.wattmill.twin.simulate.run.Batch;
import io.wattmill.twin.simulate.site.Bottleneck.Kind;
import io.wattmill.twin.simulate.site.Sensitivity.Outcome;
import io.wattmill.twin.simulate.site.Trials.Trial;
import io.wattmill.twin.trace.Trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds what binds a deployment: loosens one thing after the other and looks what it gains for the
 * objective that is missed by most, or met by least. The same requests, seed and placement with and
 * without; and where the first requests fare otherwise than all of them, more of them.
 */
final class Relief {
    /** Less than this many good requests more, or time less, is no relief. */
    private static final double NOTICEABLE = 0.01;

    /** Requests that are run as trials stand for all where their shares differ by no more. */
    private static final double ALIKE = 0.02;

    private static final String STOPPED = "was not looked for: the run was stopped";

    /** So many times the usual trial, where the usual one does not stand for the run. */
    static final int LONGER = 10;

    private final Planned planned;
    private final int objective;
    private final Seeded run;
    private final Trials trials;
    private final Optional<Carried> carried;
    private final List<String> unexamined;

    /**
     * @param run of the first seed
     * @param carried how the planned fleet differs from what the plan has, if the site does not
     *     carry that
     * @param unexamined what is not tried
     */
    Relief(
            Planned planned,
            Seeded run,
            Batch batch,
            SiteOptions options,
            Optional<Carried> carried,
            List<String> unexamined) {
        this.planned = planned;
        this.objective = run.tightest(planned);
        this.run = run;
        this.trials = new Trials(planned.limits().get(objective), options, batch);
        this.carried = carried;
        this.unexamined = unexamined;
    }

    /** Of a run that was stopped before anything was tried. */
    static Bottleneck stopped() {
        return new Bottleneck(Kind.UNKNOWN, STOPPED, "", List.of());
    }

    Bottleneck bottleneck() {
        if (trials.options().trialRequests() == 0) {
            return notLookedFor("was not looked for");
        }
        Trace load = planned.head(trials.options());
        Optional<Outcome> before = alone(load);
        if (before.isPresent() && !standsForAll(before.get(), load)) {
            load = planned.whole(trials.options()).limited(LONGER * load.requests().size());
            before = alone(load);
        }
        return before.isPresent() ? tried(load, before.get()) : notLookedFor(STOPPED);
    }

    private Bottleneck notLookedFor(String why) {
        return bound(Kind.UNKNOWN, why, "", List.of());
    }

    private Optional<Outcome> alone(Trace load) {
        return trials.of(List.of(new Trial(planned.fleet(), load))).map(List::getFirst);
    }

    private boolean standsForAll(Outcome before, Trace load) {
        return load.requests().size() >= run.report().requests().scheduled()
                || Math.abs(before.goodShare() - good()) <= ALIKE;
    }

    /** Of the run: the share that keeps the objective nearest to failing. */
    private double good() {
        return run.objectives().get(objective).all();
    }

    private double wanted() {
        return planned.wanted(objective);
    }

    private Bottleneck tried(Trace load, Outcome before) {
        List<Loosening> all = new ArrayList<>(Loosening.of(planned.fleet(), planned.build(), load));
        carried.ifPresent(one -> all.add(asPlanned(one, load)));
        return trials.of(all.stream().map(Loosening::trial).toList())
                .map(after -> judged(load, before, sensitivities(all, before, after)))
                .orElseGet(() -> notLookedFor(STOPPED));
    }

    private static List<Sensitivity> sensitivities(
            List<Loosening> all, Outcome before, List<Outcome> after) {
        List<Sensitivity> tried = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Loosening one = all.get(i);
            tried.add(new Sensitivity(one.kind(), one.words(), before, after.get(i), one.fix()));
        }
        return tried;
    }

    private static Loosening asPlanned(Carried carried, Trace load) {
        boolean power = carried.kind() == Kind.POWER;
        return new Loosening(
                carried.kind(),
                power ? "power for all that is planned" : "cooling for all that is planned",
                power ? "larger feeds and racks" : "a larger cooling plant",
                new Trial(carried.wanted().fleet(), load));
    }

    private Bottleneck judged(Trace load, Outcome before, List<Sensitivity> tried) {
        boolean met = good() >= wanted();
        List<Sensitivity> ranked = tried.stream().sorted(mostGained(met, tried)).toList();
        Sensitivity best = ranked.getFirst();
        String about = goodOfAll() + ofThese(load, before);
        if (met) {
            String next = best.timeSaved() >= NOTICEABLE ? "; " + saves(best) : "";
            return bound(Kind.NOTHING, about + next, "nothing, or serve more", ranked);
        }
        boolean helps = best.goodGained() >= NOTICEABLE || best.timeSaved() >= NOTICEABLE;
        return helps
                ? bound(best.kind(), about + "; " + gains(best), best.fix(), ranked)
                : bound(
                        Kind.NO_SINGLE_CHANGE,
                        about + "; no single change that was tried helps: " + words(ranked),
                        "more engines or several changes at once; neither was tried",
                        ranked);
    }

    /** By time where the objective is met, or nothing makes noticeably more requests good. */
    private static Comparator<Sensitivity> mostGained(boolean met, List<Sensitivity> tried) {
        Comparator<Sensitivity> time = Comparator.comparingDouble(Sensitivity::timeSaved);
        Comparator<Sensitivity> good = Comparator.comparingDouble(Sensitivity::goodGained);
        boolean none = tried.stream().noneMatch(one -> one.goodGained() >= NOTICEABLE);
        return (met || none ? time : good.thenComparing(time)).reversed();
    }

    private Bottleneck bound(Kind kind, String statement, String fix, List<Sensitivity> ranked) {
        return new Bottleneck(kind, statement, fix, ranked, unexamined);
    }

    private static String words(List<Sensitivity> tried) {
        return tried.stream().map(Sensitivity::loosening).collect(Collectors.joining(", "));
    }

    private String goodOfAll() {
        String with = carried.map(one -> " with " + one.words()).orElse("");
        return "%s of the requests are good%s, %s wanted"
                .formatted(Figures.percent(good()), with, Figures.percent(wanted()));
    }

    /** Which requests the trials were about, where that is not all of them. */
    private String ofThese(Trace load, Outcome before) {
        int count = load.requests().size();
        return count >= run.report().requests().scheduled()
                ? ""
                : "; tried on the first %s of them, %s good"
                        .formatted(Figures.count(count), Figures.percent(before.goodShare()));
    }

    private static String gains(Sensitivity one) {
        return "with "
                + one.loosening()
                + " "
                + Figures.percent(one.after().goodShare())
                + " are, and their mean time is "
                + Figures.percent(one.timeSaved())
                + " shorter";
    }

    private static String saves(Sensitivity one) {
        return "with "
                + one.loosening()
                + " their mean time would be "
                + Figures.percent(one.timeSaved())
                + " shorter";
    }
}
