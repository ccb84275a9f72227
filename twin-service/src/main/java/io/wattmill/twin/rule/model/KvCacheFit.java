// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.model;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.serving.ModelDeployment;
import io.wattmill.twin.rule.CheckedPlan;
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
        return "KV bytes of a token x length, windows and states of a request; vLLM's memory share";
    }

    @Override
    public List<RuleResult> check(CheckedPlan checked) {
        var plan = checked.plan();
        return plan.models().stream().map(deployment -> check(plan, deployment)).toList();
    }

    private RuleResult check(FacilityPlan plan, ModelDeployment deployment) {
        return switch (ModelCatalogue.of(plan, deployment)) {
            case ModelCatalogue.Unknown(Verdict.CannotSay verdict) ->
                    result(deployment, verdict, List.of());
            case ModelCatalogue.Known(var model, var gpu) ->
                    check(ServedModel.of(plan, deployment, model, gpu));
        };
    }

    private RuleResult check(ServedModel served) {
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
        return result(
                deployment,
                verdict(served, Math.ceilDiv(requests, served.copies())),
                inputs(served, requests));
    }

    private static List<Input> inputs(ServedModel served, long requests) {
        var deployment = served.deployment();
        return List.of(
                input("concurrency", requests, Unit.REQUEST),
                input("prompt", deployment.inputTokens(), Unit.TOKEN),
                input("answer", deployment.outputTokens(), Unit.TOKEN),
                input("per token", served.model().kvBytesPerToken(), Unit.BYTE),
                input("per request", served.model().kvBytesPerSequence(), Unit.BYTE),
                input("TP", deployment.tensorParallel(), Unit.GPU),
                input("copies of the attention", served.copies(), Unit.PIECE));
    }

    private static Input input(String name, long value, Unit unit) {
        return new Input(name, new Quantity(value, unit));
    }

    /** Of one copy of the attention, which has so many of the requests. */
    private static Verdict verdict(ServedModel served, long requests) {
        long capacity = served.kvTokensPerCopy();
        long full = requests * served.roomTokens(served.fullLength());
        var measure = new Measure(full, Math.max(1, capacity), Unit.TOKEN);
        var statement =
                "%d full-length requests%s: %s; room for %s"
                        .formatted(
                                requests,
                                served.copies() > 1 ? " on each copy of the attention" : "",
                                measure.valueQuantity().text(),
                                measure.limitQuantity().text());
        boolean onAverage = !measure.holds() && requests * served.averageRoomTokens() <= capacity;
        return onAverage
                ? new Verdict.Warn(
                        statement + "; enough on average only", measure, fix(served, capacity))
                : Margins.verdict(measure, statement, fix(served, capacity));
    }

    private static String fix(ServedModel served, long capacity) {
        long fits = served.copies() * (capacity / served.roomTokens(served.fullLength()));
        return "concurrency of %d or less, more GPUs per engine, or %s"
                .formatted(fits, served.model().kvBits() > 8 ? "8-bit KV" : "8-bit weights");
    }

    private RuleResult result(ModelDeployment deployment, Verdict verdict, List<Input> inputs) {
        return new RuleResult(id(), deployment.id(), verdict, inputs, source());
    }
}
