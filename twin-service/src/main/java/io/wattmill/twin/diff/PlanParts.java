// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.diff;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.FacilityPlan.Building;
import io.wattmill.twin.plan.serving.ModelDeployment;

import java.util.List;

/**
 * The parts of a facility plan, in the order in which they are exchanged: machines first, then what
 * runs on them, then what feeds and cools them, then what is asked of them and what it costs. A
 * model's weights are part of its name ({@code llama-3.1-70b-fp8}), so precision is a part by
 * itself where the two plans serve the same model by the same id.
 */
public final class PlanParts {
    private static final List<String> PRECISIONS = List.of("-fp8", "-fp4", "-int8", "-int4");

    private PlanParts() {}

    /** All of them; a plan's equal parts are left alone by whoever walks through them. */
    public static List<Part<FacilityPlan>> all() {
        return List.of(
                new Part<>("GPU and node types, racks", PlanParts::machines),
                new Part<>("precision", PlanParts::precision),
                new Part<>("parallelism and engine settings", PlanParts::engines),
                new Part<>("power chain", PlanParts::power),
                new Part<>("cooling", PlanParts::cooling),
                new Part<>("floor and network", PlanParts::room),
                new Part<>("weather and site", (plan, other) -> plan.at(other.place())),
                new Part<>("workload", PlanParts::workload),
                new Part<>("energy prices and carbon", (plan, other) -> plan.with(other.energy())),
                new Part<>("finance", PlanParts::finance),
                new Part<>("failures and spares", PlanParts::upkeep));
    }

    private static FacilityPlan machines(FacilityPlan plan, FacilityPlan other) {
        return new FacilityPlan(
                plan.place(),
                plan.power(),
                other.racks(),
                other.nodeTypes(),
                plan.models(),
                plan.building(),
                plan.workloads(),
                plan.energy(),
                plan.finance(),
                plan.upkeep());
    }

    private static FacilityPlan power(FacilityPlan plan, FacilityPlan other) {
        return new FacilityPlan(
                plan.place(),
                other.power(),
                plan.racks(),
                plan.nodeTypes(),
                plan.models(),
                plan.building(),
                plan.workloads(),
                plan.energy(),
                plan.finance(),
                plan.upkeep());
    }

    private static FacilityPlan serving(FacilityPlan plan, List<ModelDeployment> models) {
        return new FacilityPlan(
                plan.place(),
                plan.power(),
                plan.racks(),
                plan.nodeTypes(),
                models,
                plan.building(),
                plan.workloads(),
                plan.energy(),
                plan.finance(),
                plan.upkeep());
    }

    private static FacilityPlan workload(FacilityPlan plan, FacilityPlan other) {
        return new FacilityPlan(
                plan.place(),
                plan.power(),
                plan.racks(),
                plan.nodeTypes(),
                plan.models(),
                plan.building(),
                other.workloads(),
                plan.energy(),
                plan.finance(),
                plan.upkeep());
    }

    private static FacilityPlan finance(FacilityPlan plan, FacilityPlan other) {
        return new FacilityPlan(
                plan.place(),
                plan.power(),
                plan.racks(),
                plan.nodeTypes(),
                plan.models(),
                plan.building(),
                plan.workloads(),
                plan.energy(),
                other.finance(),
                plan.upkeep());
    }

    private static FacilityPlan upkeep(FacilityPlan plan, FacilityPlan other) {
        return new FacilityPlan(
                plan.place(),
                plan.power(),
                plan.racks(),
                plan.nodeTypes(),
                plan.models(),
                plan.building(),
                plan.workloads(),
                plan.energy(),
                plan.finance(),
                other.upkeep());
    }

    private static FacilityPlan cooling(FacilityPlan plan, FacilityPlan other) {
        var mine = plan.building();
        return plan.with(new Building(other.building().cooling(), mine.floor(), mine.network()));
    }

    private static FacilityPlan room(FacilityPlan plan, FacilityPlan other) {
        var its = other.building();
        return plan.with(new Building(plan.building().cooling(), its.floor(), its.network()));
    }

    private static FacilityPlan precision(FacilityPlan plan, FacilityPlan other) {
        return serving(
                plan,
                plan.models().stream()
                        .map(each -> named(each, counterpart(each, other.models()).model()))
                        .toList());
    }

    private static FacilityPlan engines(FacilityPlan plan, FacilityPlan other) {
        return serving(
                plan,
                other.models().stream()
                        .map(each -> named(each, counterpart(each, plan.models()).model()))
                        .toList());
    }

    /** The deployment of the same model by the same id, whatever its precision; else itself. */
    private static ModelDeployment counterpart(ModelDeployment mine, List<ModelDeployment> others) {
        return others.stream()
                .filter(each -> each.id().equals(mine.id()))
                .filter(each -> stem(each.model()).equals(stem(mine.model())))
                .findFirst()
                .orElse(mine);
    }

    private static String stem(String model) {
        return PRECISIONS.stream()
                .filter(model::endsWith)
                .findFirst()
                .map(suffix -> model.substring(0, model.length() - suffix.length()))
                .orElse(model);
    }

    private static ModelDeployment named(ModelDeployment each, String model) {
        return new ModelDeployment(
                each.id(),
                model,
                each.nodeType(),
                each.parallelism(),
                each.concurrency(),
                each.inputTokens(),
                each.outputTokens(),
                each.memoryUtilizationPpm(),
                each.serving(),
                each.objectives());
    }
}
