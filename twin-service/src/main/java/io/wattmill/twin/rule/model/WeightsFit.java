// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.model;

import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.ModelArchitecture;
import io.wattmill.twin.rule.About;
import io.wattmill.twin.rule.CheckedPlan;
import io.wattmill.twin.rule.Finding;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.RuleResult;
import io.wattmill.twin.rule.Unit;

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
    public List<RuleResult> check(CheckedPlan checked) {
        var plan = checked.plan();
        return results(
                ServedModel.engines(
                        plan, served -> served.engine().map(e -> fit(served, e)).stream()));
    }

    private static Finding fit(ServedModel served, EngineModel engine) {
        var budget = MemoryBudget.of(served.deployment(), engine);
        var model = served.model();
        return About.of(served.deployment().id())
                .with("weights", model.weightBytes(), Unit.BYTE)
                .with("GPUs", served.gpus(), Unit.GPU)
                .with("usable", budget.usableBytes(), Unit.BYTE)
                .with("reserved", budget.reservedBytes(), Unit.BYTE)
                .atMost(
                        budget.weightBytes(),
                        budget.weightRoomBytes(),
                        Unit.BYTE,
                        "{value} of weights per %s, room for {limit}"
                                .formatted(served.gpu().name()),
                        fix(budget, model));
    }

    private static String fix(MemoryBudget budget, ModelArchitecture model) {
        long gpus = Math.ceilDiv(model.weightBytes(), budget.weightRoomBytes());
        return "tensor-parallel of %d or more, or 8-bit weights".formatted(gpus);
    }
}
