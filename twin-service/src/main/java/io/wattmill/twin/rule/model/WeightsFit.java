// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.model;
import io.wattmill.twin.rule.Unit;
import io.wattmill.twin.rule.Quantity;
import io.wattmill.twin.rule.Margins;
import io.wattmill.twin.rule.Measure;
import io.wattmill.twin.rule.Verdict;
import io.wattmill.twin.rule.RuleResult;
import io.wattmill.twin.rule.Rule;

import io.wattmill.router.engine.GpuSpec;
import io.wattmill.router.engine.ModelArchitecture;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.serving.ModelDeployment;
import io.wattmill.twin.rule.RuleResult.Input;

import java.util.List;

/**
 * Each GPU's part of the weights fits in the memory that the engine may take, beside what it needs
 * to run.
 */
public final class WeightsFit implements Rule {

    @Override
    public String id() {
        return "model.memory.weights";
    }

    @Override
    public String demand() {
        return "Each GPU's part of the weights fits in its memory.";
    }

    @Override
    public String source() {
        return "architecture x precision / TP; reserve: aiconfigurator systems/*.yaml";
    }

    @Override
    public List<RuleResult> check(FacilityPlan plan) {
        return plan.models().stream().map(deployment -> check(plan, deployment)).toList();
    }

    private RuleResult check(FacilityPlan plan, ModelDeployment deployment) {
        return switch (ModelCatalogue.of(plan, deployment)) {
            case ModelCatalogue.Unknown(Verdict.CannotSay verdict) ->
                    new RuleResult(id(), deployment.id(), verdict, List.of(), source());
            case ModelCatalogue.Known(ModelArchitecture model, GpuSpec gpu) ->
                    check(deployment, model, gpu);
        };
    }

    private RuleResult check(ModelDeployment deployment, ModelArchitecture model, GpuSpec gpu) {
        var budget = MemoryBudget.of(deployment, model, gpu);
        var measure = new Measure(budget.weightBytes(), budget.weightRoomBytes(), Unit.BYTE);
        var statement =
                "%s of weights per %s, room for %s"
                        .formatted(
                                measure.valueQuantity().text(),
                                gpu.name(),
                                measure.limitQuantity().text());
        return new RuleResult(
                id(),
                deployment.id(),
                Margins.verdict(measure, statement, fix(budget, model)),
                List.of(
                        new Input("weights", new Quantity(model.weightBytes(), Unit.BYTE)),
                        new Input("TP", new Quantity(deployment.tensorParallel(), Unit.GPU)),
                        new Input("usable", new Quantity(budget.usableBytes(), Unit.BYTE)),
                        new Input("reserved", new Quantity(budget.reservedBytes(), Unit.BYTE))),
                source());
    }

    private static String fix(MemoryBudget budget, ModelArchitecture model) {
        long gpus = Math.ceilDiv(model.weightBytes(), budget.weightRoomBytes());
        return "tensor-parallel of %d or more, or 8-bit weights".formatted(gpus);
    }
}
