// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.report.shown;

import io.wattmill.twin.answer.Assumption;
import io.wattmill.twin.answer.Binding;
import io.wattmill.twin.answer.DeploymentAnswer;
import io.wattmill.twin.answer.ObjectiveAnswer;
import io.wattmill.twin.answer.RuleLine.RuleVerdict;
import io.wattmill.twin.report.shown.ReportView.AssumptionView;
import io.wattmill.twin.report.shown.ReportView.BindingView;
import io.wattmill.twin.report.shown.ReportView.DeploymentView;
import io.wattmill.twin.report.shown.ReportView.LatencyView;
import io.wattmill.twin.report.shown.ReportView.ObjectiveView;
import io.wattmill.twin.report.shown.ReportView.TrialView;
import io.wattmill.twin.report.shown.ReportView.TrialsView;

import java.util.List;
import java.util.stream.Collectors;

/** Says what limits, what users get and what all of it rests on. */
final class Findings {
    private Findings() {}

    static List<BindingView> binding(Binding binding) {
        if (binding.statement().isEmpty()) {
            return List.of();
        }
        var trials = binding.trials().stream().map(Findings::trial).toList();
        return List.of(
                new BindingView(
                        binding.constraint().words(),
                        binding.statement(),
                        binding.relief(),
                        trials.isEmpty() ? List.of() : List.of(new TrialsView(trials))));
    }

    private static TrialView trial(Binding.Trial trial) {
        return new TrialView(
                trial.deployment(),
                trial.constraint().words(),
                trial.loosening(),
                Cell.percent(trial.goodShareGained()),
                Cell.percent(trial.timeSaved()));
    }

    static DeploymentView deployment(DeploymentAnswer deployment) {
        return new DeploymentView(
                deployment.name(),
                deployment.model(),
                deployment.layout(),
                Shown.count(deployment.gpus()),
                Cell.of(deployment.outputTokensPerS(), "tokens/s"),
                Cell.of(deployment.goodputPerS(), "requests/s"),
                Cell.percent(deployment.sloAttainment()),
                deployment.objectives().stream().map(Findings::objective).toList(),
                deployment.latencies().stream().map(Findings::latency).toList());
    }

    private static ObjectiveView objective(ObjectiveAnswer objective) {
        var verdict = objective.holds() ? RuleVerdict.PASS : RuleVerdict.FAIL;
        return new ObjectiveView(
                verdict.words(),
                verdict.sign(),
                "%s %% of requests wanted within %s: %s %% are"
                        .formatted(
                                Shown.percent(objective.wantedShare()),
                                objective.limits().stream()
                                        .map(Findings::limit)
                                        .collect(Collectors.joining(", ")),
                                Shown.percent(objective.share().value())));
    }

    private static String limit(ObjectiveAnswer.LimitShare limit) {
        return "%s %s ms (%s %%)"
                .formatted(
                        limit.latency(),
                        Shown.count(limit.limitMs()),
                        Shown.percent(limit.share().value()));
    }

    private static LatencyView latency(DeploymentAnswer.Latency latency) {
        return new LatencyView(
                latency.name(),
                Cell.of(latency.p50Ms(), "ms"),
                Cell.of(latency.p90Ms(), "ms"),
                Cell.of(latency.p99Ms(), "ms"),
                latency.wanted());
    }

    static AssumptionView assumption(Assumption assumption) {
        return new AssumptionView(
                assumption.path(),
                assumption.value(),
                Shown.word(assumption.provenance()),
                assumption.source());
    }
}
