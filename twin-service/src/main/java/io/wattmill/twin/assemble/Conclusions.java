// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.assemble;

import io.wattmill.twin.answer.Conclusion;
import io.wattmill.twin.answer.Conclusion.Outcome;
import io.wattmill.twin.answer.Metric;
import io.wattmill.twin.answer.Metrics;
import io.wattmill.twin.answer.RuleLine;
import io.wattmill.twin.answer.RuleLine.RuleVerdict;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.serving.ModelDeployment;
import io.wattmill.twin.report.shown.Shown;
import io.wattmill.twin.simulate.site.DeploymentRun;
import io.wattmill.twin.simulate.site.SiteRun;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Whether the plan would work: rules first, then users, then what it comes to. */
final class Conclusions {
    private final FacilityPlan plan;
    private final List<RuleLine> rules;
    private final Optional<SiteRun> run;

    Conclusions(FacilityPlan plan, List<RuleLine> rules, Optional<SiteRun> run) {
        this.plan = plan;
        this.rules = rules;
        this.run = run;
    }

    Conclusion of(Metrics metrics, String currency) {
        var sentences = new ArrayList<String>();
        sentences.add(ofRules());
        run.flatMap(this::worst).ifPresent(each -> sentences.add(ofUsers(each)));
        comesTo(metrics, currency).ifPresent(sentences::add);
        return new Conclusion(outcome(), sentences);
    }

    private Outcome outcome() {
        if (count(RuleVerdict.FAIL) > 0
                || run.flatMap(this::worst).filter(this::misses).isPresent()) {
            return Outcome.FAIL;
        }
        if (run.isEmpty() || !run.get().whole()) {
            return Outcome.CANNOT_SAY;
        }
        return count(RuleVerdict.WARN) > 0 ? Outcome.WARN : Outcome.PASS;
    }

    private long count(RuleVerdict verdict) {
        return rules.stream().filter(line -> line.verdict() == verdict).count();
    }

    private String ofRules() {
        var failed = rules.stream().filter(line -> line.verdict() == RuleVerdict.FAIL).findFirst();
        return failed.map(line -> broken(line, count(RuleVerdict.FAIL)))
                .orElseGet(
                        () ->
                                "No rule is broken: %d pass, %d warn, %d cannot say."
                                        .formatted(
                                                count(RuleVerdict.PASS),
                                                count(RuleVerdict.WARN),
                                                count(RuleVerdict.CANNOT_SAY)));
    }

    private static String broken(RuleLine first, long failed) {
        var more = failed == 1 ? "" : " (and %d more rules)".formatted(failed - 1);
        return "%s is broken: %s%s.".formatted(first.rule(), first.statement(), more);
    }

    /** The deployment that misses its objective by most, or meets it by least. */
    private Optional<DeploymentRun> worst(SiteRun site) {
        return site.deployments().stream()
                .min(
                        Comparator.comparingDouble(
                                each -> each.attainment().value() - wantedShare(each)));
    }

    private boolean misses(DeploymentRun each) {
        return each.attainment().value() < wantedShare(each);
    }

    private double wantedShare(DeploymentRun each) {
        return planned(each).map(model -> model.objective().percentile().value() / 100).orElse(0.0);
    }

    private Optional<ModelDeployment> planned(DeploymentRun run) {
        return plan.models().stream().filter(each -> each.id().equals(run.id())).findFirst();
    }

    private String ofUsers(DeploymentRun worst) {
        return "%s serves %s %% of its requests within their limits; %s %% wanted."
                .formatted(
                        worst.id(),
                        Shown.percent(worst.attainment().value()),
                        Shown.percent(wantedShare(worst)));
    }

    private static Optional<String> comesTo(Metrics metrics, String currency) {
        return metrics.figure(Metric.OUTPUT_TOKENS_PER_S)
                .map(
                        output ->
                                "It makes %s tokens/s%s%s."
                                        .formatted(
                                                Shown.number(output.value()),
                                                told(
                                                        metrics,
                                                        Metric.OUTPUT_TOKENS_PER_FACILITY_JOULE,
                                                        currency),
                                                told(
                                                        metrics,
                                                        Metric.COST_PER_OUTPUT_MTOK,
                                                        currency)));
    }

    private static String told(Metrics metrics, Metric metric, String currency) {
        return metrics.figure(metric)
                .map(f -> ", " + Shown.number(f.value()) + " " + metric.unit(currency))
                .orElse("");
    }
}
