// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.assemble;

import io.wattmill.twin.answer.Conclusion;
import io.wattmill.twin.answer.Conclusion.Outcome;
import io.wattmill.twin.answer.Metric;
import io.wattmill.twin.answer.Metrics;
import io.wattmill.twin.answer.RuleLine;
import io.wattmill.twin.answer.RuleLine.RuleVerdict;
import io.wattmill.twin.report.shown.Shown;
import io.wattmill.twin.simulate.site.DeploymentRun;
import io.wattmill.twin.simulate.site.ObjectiveAttainment;
import io.wattmill.twin.simulate.site.SiteRun;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Whether the plan would work: rules first, then users, then what it comes to. */
final class Conclusions {
    /** Below this nobody wonders why. */
    private static final double MUCH_IDLE = 0.3;

    private static final String STOPPED =
            "The simulation was stopped: figures of the load are of what had happened by then.";

    private final List<RuleLine> rules;
    private final Optional<SiteRun> run;

    Conclusions(List<RuleLine> rules, Optional<SiteRun> run) {
        this.rules = rules;
        this.run = run;
    }

    Conclusion of(Metrics metrics, String currency) {
        var sentences = new ArrayList<String>();
        var users = run.flatMap(this::users);
        boolean usersFirst = count(RuleVerdict.FAIL) == 0 && isMissed();
        users.filter(_ -> usersFirst).ifPresent(sentences::add);
        sentences.add(ofRules());
        users.filter(_ -> !usersFirst).ifPresent(sentences::add);
        comesTo(metrics, currency).ifPresent(sentences::add);
        return new Conclusion(outcome(), sentences);
    }

    private Outcome outcome() {
        if (count(RuleVerdict.FAIL) > 0 || isMissed()) {
            return Outcome.FAIL;
        }
        if (run.isEmpty() || !run.get().whole()) {
            return Outcome.CANNOT_SAY;
        }
        return count(RuleVerdict.WARN) > 0 ? Outcome.WARN : Outcome.PASS;
    }

    /** Of a run that was stopped nobody knows: what was under way was answered to nobody. */
    private boolean isMissed() {
        return run.filter(SiteRun::whole)
                .flatMap(this::worst)
                .filter(Conclusions::misses)
                .isPresent();
    }

    private Optional<String> users(SiteRun site) {
        return site.whole() ? worst(site).map(Conclusions::ofUsers) : Optional.of(STOPPED);
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

    /** The deployment that misses an objective by most, or meets all of them by least. */
    private Optional<DeploymentRun> worst(SiteRun site) {
        return site.deployments().stream().min(Comparator.comparingDouble(DeploymentRun::margin));
    }

    private static boolean misses(DeploymentRun each) {
        return each.tightest().filter(ObjectiveAttainment::isMissed).isPresent();
    }

    private static String ofUsers(DeploymentRun worst) {
        return worst.tightest()
                .map(one -> ofUsers(worst.id(), one))
                .orElse(worst.id() + " serves.");
    }

    private static String ofUsers(String id, ObjectiveAttainment one) {
        return "%s serves %s %% of its requests within their limits; %s %% wanted%s."
                .formatted(
                        id,
                        Shown.percent(one.all().value()),
                        Shown.percent(one.wanted()),
                        one.isMissed() ? "; first to fail is " + weakest(one) : "");
    }

    /** The limit that fewest requests keep. */
    private static String weakest(ObjectiveAttainment objective) {
        return LimitsAnswered.of(objective).stream()
                .min(Comparator.comparingDouble(limit -> limit.share().value()))
                .map(
                        limit ->
                                "%s, at most %s ms for %s %% of the requests: %s %% keep it"
                                        .formatted(
                                                limit.latency(),
                                                Shown.count(limit.limitMs()),
                                                Shown.percent(objective.wanted()),
                                                Shown.percent(limit.share().value())))
                .orElseThrow();
    }

    private static Optional<String> comesTo(Metrics metrics, String currency) {
        return metrics.figure(Metric.OUTPUT_TOKENS_PER_S)
                .map(
                        output ->
                                "It makes %s tokens/s%s%s%s."
                                        .formatted(
                                                Shown.number(output.value()),
                                                told(
                                                        metrics,
                                                        Metric.OUTPUT_TOKENS_PER_FACILITY_JOULE,
                                                        currency),
                                                told(
                                                        metrics,
                                                        Metric.COST_PER_OUTPUT_MTOK,
                                                        currency),
                                                idle(metrics)));
    }

    private static String idle(Metrics metrics) {
        return metrics.figure(Metric.IDLE_SHARE)
                .filter(share -> share.value() >= MUCH_IDLE)
                .map(share -> Shown.percent(share.value()))
                .map("; GPUs idle %s %% of the time: the load asks for no more"::formatted)
                .orElse("");
    }

    private static String told(Metrics metrics, Metric metric, String currency) {
        return metrics.figure(metric)
                .map(f -> ", " + Shown.number(f.value()) + " " + metric.unit(currency))
                .orElse("");
    }
}
