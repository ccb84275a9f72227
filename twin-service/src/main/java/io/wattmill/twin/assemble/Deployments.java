// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.assemble;

import io.wattmill.twin.answer.DeploymentAnswer;
import io.wattmill.twin.answer.DeploymentAnswer.Latency;
import io.wattmill.twin.figure.Figure;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.serving.ModelDeployment;
import io.wattmill.twin.plan.serving.Objective;
import io.wattmill.twin.plan.serving.Parallelism;
import io.wattmill.twin.report.shown.Shown;
import io.wattmill.twin.simulate.site.DeploymentRun;
import io.wattmill.twin.simulate.site.DeploymentRun.Quantiles;
import io.wattmill.twin.simulate.site.SiteRun;

import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** What each deployment gives its users. */
final class Deployments {
    private static final double MS_PER_US = 1e-3;

    private final FacilityPlan plan;
    private final Fidelity fidelity;

    Deployments(FacilityPlan plan, Fidelity fidelity) {
        this.plan = plan;
        this.fidelity = fidelity;
    }

    List<DeploymentAnswer> of(SiteRun run) {
        return run.deployments().stream().map(this::of).toList();
    }

    private DeploymentAnswer of(DeploymentRun run) {
        var planned = planned(run);
        return new DeploymentAnswer(
                run.id(),
                run.fleet().model(),
                layout(run, planned),
                run.fleet().engines(),
                run.fleet().gpus(),
                latencies(run.latency(), planned),
                run.rates().outputTokens(),
                run.rates().good(),
                run.attainment(),
                run.objectives().stream().map(LimitsAnswered::objective).toList());
    }

    private Optional<ModelDeployment> planned(DeploymentRun run) {
        return plan.models().stream().filter(each -> each.id().equals(run.id())).findFirst();
    }

    private List<Latency> latencies(DeploymentRun.Latency all, Optional<ModelDeployment> planned) {
        var objectives = planned.map(ModelDeployment::objectives).orElse(List.of());
        return List.of(
                latency("TTFT", all.ttft(), fidelity.ttft(), objectives, o -> o.ttftMs().value()),
                latency("TPOT", all.tpot(), fidelity.tpot(), objectives, o -> o.tpotMs().value()),
                latency("E2E", all.e2e(), fidelity.tpot(), objectives, o -> o.e2eMs().orElse(0)));
    }

    private static Latency latency(
            String name,
            Quantiles quantiles,
            double error,
            List<Objective> objectives,
            ToLongFunction<Objective> limitMs) {
        return new Latency(
                name,
                ms(quantiles.p50(), error),
                ms(quantiles.p90(), error),
                ms(quantiles.p99(), error),
                objectives.stream()
                        .filter(each -> limitMs.applyAsLong(each) > 0)
                        .map(each -> wanted(each, limitMs.applyAsLong(each)))
                        .collect(Collectors.joining("; ")));
    }

    private static Figure ms(Figure us, double error) {
        return Fidelity.widened(us.times(MS_PER_US), error);
    }

    private static String wanted(Objective objective, long limitMs) {
        return "p%s at most %s ms"
                .formatted(Shown.number(objective.percentile().value()), Shown.count(limitMs));
    }

    private static String layout(DeploymentRun run, Optional<ModelDeployment> planned) {
        var spread = planned.map(each -> " × " + spread(each.parallelism())).orElse("");
        return "%d%s on %s, mean batch %s, prefix hits %s %%"
                .formatted(
                        run.fleet().engines(),
                        spread,
                        run.fleet().gpu(),
                        Shown.number(run.fleet().meanBatch().value()),
                        Shown.percent(run.fleet().prefixHits().value()));
    }

    private static String spread(Parallelism spread) {
        return "TP"
                + spread.tensor()
                + part(" PP", spread.pipeline())
                + part(" EP", spread.expert())
                + part(" DP", spread.attentionData());
    }

    private static String part(String name, int of) {
        return of == 1 ? "" : name + of;
    }
}
