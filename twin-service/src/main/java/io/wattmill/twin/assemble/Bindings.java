// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.assemble;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.answer.Binding;
import io.wattmill.twin.answer.Binding.Trial;
import io.wattmill.twin.answer.Constraint;
import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.report.shown.Shown;
import io.wattmill.twin.simulate.site.Bottleneck.Kind;
import io.wattmill.twin.simulate.site.DeploymentRun;
import io.wattmill.twin.simulate.site.SiteLimit;
import io.wattmill.twin.simulate.site.SiteRun;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What limits the site: what all of it shares, else the deployment that serves its users worst. */
final class Bindings {
    private static final String SOURCE = "the same load, run again";
    private static final double WATTS_PER_KW = 1_000;

    private Bindings() {}

    static Binding of(SiteRun run) {
        var trials = run.deployments().stream().flatMap(Bindings::trials).toList();
        return run.totals().limits().stream()
                .filter(SiteLimit::binds)
                .findFirst()
                .map(limit -> shared(limit, trials))
                .or(() -> worst(run).map(each -> single(each, trials)))
                .orElse(Binding.UNKNOWN);
    }

    private static Optional<DeploymentRun> worst(SiteRun run) {
        return run.deployments().stream().min(Comparator.comparingDouble(DeploymentRun::margin));
    }

    private static Binding shared(SiteLimit limit, List<Trial> trials) {
        var needed = Shown.number(limit.needed().value() / WATTS_PER_KW);
        var provided = Shown.number(limit.provided().value() / WATTS_PER_KW);
        return new Binding(
                constraint(limit.kind()),
                "the busiest hour needs %s kW, the plan provides %s kW."
                        .formatted(needed, provided),
                "more of it, or fewer nodes.",
                trials);
    }

    private static Binding single(DeploymentRun run, List<Trial> trials) {
        var constraint = constraint(run.bottleneck().kind());
        return new Binding(
                constraint,
                sentence(run.id() + ": " + run.bottleneck().statement()) + untried(run),
                constraint == Constraint.NOTHING ? "" : sentence(run.bottleneck().fix()),
                trials);
    }

    /** What was not looked at must not read as if it did not bind. */
    private static String untried(DeploymentRun run) {
        var untried = run.bottleneck().untried();
        return untried.isEmpty() ? "" : " Not tried: " + String.join("; ", untried) + ".";
    }

    private static String sentence(String text) {
        return text.isEmpty() || text.endsWith(".") ? text : text + ".";
    }

    private static Stream<Trial> trials(DeploymentRun run) {
        return run.bottleneck().tried().stream()
                .map(
                        each ->
                                new Trial(
                                        run.id(),
                                        constraint(each.kind()),
                                        each.loosening(),
                                        derived(run, each.goodGained()),
                                        derived(run, each.timeSaved())));
    }

    /** Something that does not exist, simulated by what the run itself is known by. */
    private static Figure derived(DeploymentRun run, double share) {
        var known = Provenance.DERIVED.and(run.attainment().provenance());
        return Figure.exact(share, known, SOURCE);
    }

    private static Constraint constraint(Kind kind) {
        return switch (kind) {
            case COMPUTE -> Constraint.COMPUTE;
            case MEMORY_BANDWIDTH -> Constraint.MEMORY_BANDWIDTH;
            case KV_CACHE -> Constraint.KV;
            case BATCH_SLOTS -> Constraint.BATCH_SLOTS;
            case NETWORK -> Constraint.NETWORK;
            case STORAGE -> Constraint.STORAGE;
            case TOOL_WAIT -> Constraint.TOOL_WAIT;
            case POWER -> Constraint.POWER;
            case COOLING -> Constraint.COOLING;
            case NOTHING -> Constraint.NOTHING;
            case NO_SINGLE_CHANGE -> Constraint.NO_SINGLE_CHANGE;
            case UNKNOWN -> Constraint.UNKNOWN;
        };
    }
}
