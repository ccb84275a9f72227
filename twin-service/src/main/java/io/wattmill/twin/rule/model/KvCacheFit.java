// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.model;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.serving.ModelDeployment;
import io.wattmill.twin.rule.Margins;
import io.wattmill.twin.rule.Measure;
import io.wattmill.twin.rule.Quantity;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.RuleResult;
import io.wattmill.twin.rule.RuleResult.Input;
import io.wattmill.twin.rule.Unit;
import io.wattmill.twin.rule.Verdict;

import java.util.List;

/**
 * The KV cache holds the stated number of requests at once. Passes when it does at their full
 * length; warns when it only does on average, where a request holds its prompt and half of its
 * answer, because preemption then computes prompts twice.
 */
public final class KvCacheFit implements Rule {

    @Override
    public String id() {
        return "model.memory.kv";
    }

    @Override
    public String demand() {
        return "The KV cache holds the planned number of requests.";
    }

    @Override
    public String source() {
        return "2 x layers x KV heads x head size x bytes per token; vLLM's memory share";
    }

    @Override
    public List<RuleResult> check(FacilityPlan plan) {
        return plan.models().stream().map(deployment -> check(plan, deployment)).toList();
    }

    private RuleResult check(FacilityPlan plan, ModelDeployment deployment) {
        return switch (ModelCatalogue.of(plan, deployment)) {
            case ModelCatalogue.Unknown(Verdict.CannotSay verdict) ->
                    result(deployment, verdict, List.of());
            case ModelCatalogue.Known(var model, var gpu) ->
                    check(Served.of(plan, deployment, model, gpu));
        };
    }

    private RuleResult check(Served served) {
        var deployment = served.deployment();
        if (deployment.concurrency().isEmpty()) {
            var fix =
                    "give models."
                            + deployment.id()
                            + ".concurrency: requests in flight per engine";
            var verdict = new Verdict.CannotSay("the concurrency is not given", fix);
            return result(deployment, verdict, List.of());
        }
        long requests = deployment.concurrency().getAsInt();
        long perToken = served.model().kvBytesPerToken();
        return result(
                deployment,
                verdict(deployment, requests, served.kvTokens()),
                List.of(
                        new Input("concurrency", new Quantity(requests, Unit.REQUEST)),
                        new Input("prompt", new Quantity(deployment.inputTokens(), Unit.TOKEN)),
                        new Input("answer", new Quantity(deployment.outputTokens(), Unit.TOKEN)),
                        new Input("per token", new Quantity(perToken, Unit.BYTE)),
                        new Input("TP", new Quantity(deployment.tensorParallel(), Unit.GPU))));
    }

    private static Verdict verdict(ModelDeployment deployment, long requests, long capacity) {
        long full = requests * (deployment.inputTokens() + deployment.outputTokens());
        long average = requests * (deployment.inputTokens() + deployment.outputTokens() / 2);
        var measure = new Measure(full, Math.max(1, capacity), Unit.TOKEN);
        var fix = fix(deployment, capacity);
        var statement =
                "%d full-length requests: %s; room for %s"
                        .formatted(
                                requests,
                                measure.valueQuantity().text(),
                                measure.limitQuantity().text());
        boolean onAverage = !measure.holds() && average <= capacity;
        return onAverage
                ? new Verdict.Warn(statement + "; enough on average only", measure, fix)
                : Margins.verdict(measure, statement, fix);
    }

    private static String fix(ModelDeployment deployment, long capacity) {
        long fits = capacity / (deployment.inputTokens() + deployment.outputTokens());
        return "concurrency of %d or less, more GPUs per engine, or 8-bit weights".formatted(fits);
    }

    private RuleResult result(ModelDeployment deployment, Verdict verdict, List<Input> inputs) {
        return new RuleResult(id(), deployment.id(), verdict, inputs, source());
    }
}
