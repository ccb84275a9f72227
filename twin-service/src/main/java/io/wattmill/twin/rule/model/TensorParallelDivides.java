// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.model;

import io.wattmill.router.engine.ModelArchitecture;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.serving.ModelDeployment;
import io.wattmill.twin.rule.CheckedPlan;
import io.wattmill.twin.rule.Measure;
import io.wattmill.twin.rule.Quantity;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.RuleResult;
import io.wattmill.twin.rule.RuleResult.Input;
import io.wattmill.twin.rule.Unit;
import io.wattmill.twin.rule.Verdict;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A tensor-parallel group splits the attention heads evenly, and fits in one scale-up domain. More
 * GPUs than KV heads work, but each KV head is then kept several times, which costs KV cache: a
 * warning. A latent cache has no heads to split, and is kept whole whatever the size.
 */
public final class TensorParallelDivides implements Rule {

    @Override
    public String id() {
        return "model.tensor-parallel";
    }

    @Override
    public String demand() {
        return "Tensor parallelism divides the attention heads.";
    }

    @Override
    public String source() {
        return "vLLM: attention heads must divide by the tensor-parallel size";
    }

    @Override
    public List<RuleResult> check(CheckedPlan checked) {
        var plan = checked.plan();
        return plan.models().stream().map(deployment -> check(plan, deployment)).toList();
    }

    private RuleResult check(FacilityPlan plan, ModelDeployment deployment) {
        var type = plan.nodeType(deployment.nodeType());
        int gpus = Math.max(type.gpus(), type.links().nvlinkGpus().value());
        return switch (ModelCatalogue.of(plan, deployment)) {
            case ModelCatalogue.Unknown(Verdict.CannotSay verdict) ->
                    new RuleResult(id(), deployment.id(), verdict, List.of(), source());
            case ModelCatalogue.Known known ->
                    new RuleResult(
                            id(),
                            deployment.id(),
                            verdict(deployment.tensorParallel(), gpus, known.model()),
                            inputs(deployment.tensorParallel(), gpus, known.model()),
                            source());
        };
    }

    private static Verdict verdict(int tp, int gpus, ModelArchitecture model) {
        var fix = "tensor-parallel of one of " + sizes(gpus, model);
        if (tp > gpus) {
            var statement = "a group of %d GPUs in a scale-up domain of %d".formatted(tp, gpus);
            return new Verdict.Fail(statement, new Measure(tp, gpus, Unit.GPU), fix);
        }
        // What is measured is what must not be: heads that are left over.
        var leftOver = new Measure(model.heads() % tp, 0, Unit.HEAD);
        if (!leftOver.holds()) {
            var statement = "%d heads on %d GPUs leave some over".formatted(model.heads(), tp);
            return new Verdict.Fail(statement, leftOver, fix);
        }
        if (model.attention().isLatent()) {
            var statement = "%d heads divide by %d; each GPU keeps the latent cache whole";
            return new Verdict.Pass(statement.formatted(model.heads(), tp), leftOver);
        }
        var heads = "%d heads and %d KV heads".formatted(model.heads(), model.kvHeads());
        return model.kvHeads() % tp == 0
                ? new Verdict.Pass(heads + " divide by " + tp, leftOver)
                : new Verdict.Warn(
                        heads
                                + " on "
                                + tp
                                + " GPUs: KV heads are kept more than once, which costs KV cache",
                        leftOver,
                        fix);
    }

    private static List<Integer> sizes(int gpus, ModelArchitecture model) {
        return IntStream.rangeClosed(1, gpus)
                .filter(tp -> model.heads() % tp == 0)
                .filter(tp -> model.attention().isLatent() || model.kvHeads() % tp == 0)
                .boxed()
                .toList();
    }

    private static List<Input> inputs(int tp, int gpus, ModelArchitecture model) {
        return List.of(
                new Input("TP", new Quantity(tp, Unit.GPU)),
                new Input("per domain", new Quantity(gpus, Unit.GPU)),
                new Input("heads", new Quantity(model.heads(), Unit.HEAD)),
                new Input("KV heads", new Quantity(model.kvHeads(), Unit.HEAD)));
    }
}
