// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.diff;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.FacilityPlan.Building;
import io.wattmill.twin.plan.power.PowerUnit;
import io.wattmill.twin.plan.room.NodeGroup;
import io.wattmill.twin.plan.serving.ModelDeployment;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    public static List<PlanPart<FacilityPlan>> all() {
        return List.of(
                new PlanPart<>(
                        "GPU and node types, racks",
                        (plan, other) -> plan.withMachines(other.racks(), other.nodeTypes())),
                new PlanPart<>("precision", PlanParts::precision),
                new PlanPart<>("parallelism and engine settings", PlanParts::engines),
                new PlanPart<>("power chain", (plan, other) -> plan.with(other.power())),
                new PlanPart<>("cooling", PlanParts::cooling),
                new PlanPart<>("floor and network", PlanParts::room),
                new PlanPart<>("weather and site", (plan, other) -> plan.at(other.place())),
                new PlanPart<>("workload", (plan, other) -> plan.withWorkloads(other.workloads())),
                new PlanPart<>(
                        "energy prices and carbon", (plan, other) -> plan.with(other.energy())),
                new PlanPart<>("finance", (plan, other) -> plan.with(other.finance())),
                new PlanPart<>("failures and spares", (plan, other) -> plan.with(other.upkeep())));
    }

    /** What a plan names that it has not: parts of two plans need not fit each other. */
    public static Optional<String> broken(FacilityPlan plan) {
        var units = plan.power().units().stream().map(PowerUnit::id).collect(Collectors.toSet());
        return Stream.of(
                        plan.racks().stream()
                                .flatMap(rack -> rack.fedBy().stream())
                                .filter(id -> !units.contains(id)),
                        plan.racks().stream()
                                .flatMap(rack -> rack.nodes().stream())
                                .map(NodeGroup::type)
                                .filter(type -> !plan.nodeTypes().containsKey(type)),
                        plan.models().stream()
                                .map(ModelDeployment::nodeType)
                                .filter(type -> !plan.nodeTypes().containsKey(type)))
                .flatMap(missing -> missing)
                .findFirst()
                .map(name -> "names " + name + ", which it has not");
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
        return plan.withModels(
                plan.models().stream()
                        .map(each -> named(each, counterpart(each, other.models()).model()))
                        .toList());
    }

    private static FacilityPlan engines(FacilityPlan plan, FacilityPlan other) {
        return plan.withModels(
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
