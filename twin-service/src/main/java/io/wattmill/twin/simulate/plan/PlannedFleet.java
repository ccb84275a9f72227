// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.plan;

import io.wattmill.router.batch.BatchLimits;
import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.GpuSpec;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.ModelArchitecture;
import io.wattmill.router.engine.Models;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.room.NodeGroup;
import io.wattmill.twin.plan.room.NodeType;
import io.wattmill.twin.plan.serving.ModelDeployment;
import io.wattmill.twin.plan.serving.Serving;
import io.wattmill.twin.simulate.fleet.SimulatedFleet;

import java.util.Optional;

/** The engines of one deployment of a plan: on which nodes, with what room. */
final class PlannedFleet {
    private final FacilityPlan plan;
    private final ModelDeployment deployment;
    private final NodeType nodeType;

    PlannedFleet(FacilityPlan plan, ModelDeployment deployment) {
        this.plan = plan;
        this.deployment = deployment;
        this.nodeType = plan.nodeType(deployment.nodeType());
    }

    /** A fleet, or why there is none. */
    sealed interface Outcome {
        record Fleet(SimulatedFleet fleet) implements Outcome {}

        record None(String problem, String fix) implements Outcome {}
    }

    Outcome outcome() {
        Optional<ModelArchitecture> model = Models.find(deployment.model());
        Optional<GpuSpec> gpu = Gpus.find(nodeType.gpu());
        if (model.isEmpty()) {
            return none(
                    "model '" + deployment.model() + "' is not in the catalogue",
                    "one of " + Models.all().stream().map(ModelArchitecture::name).toList());
        }
        if (gpu.isEmpty()) {
            return none(
                    "gpu '" + nodeType.gpu() + "' is not in the catalogue",
                    "one of " + Gpus.all().stream().map(GpuSpec::name).toList());
        }
        return onNodes(model.get(), gpu.get());
    }

    private Outcome onNodes(ModelArchitecture model, GpuSpec gpu) {
        int group = deployment.tensorParallel();
        if (model.heads() % group != 0 || group > nodeType.gpus()) {
            return none(
                    "tensor-parallel "
                            + group
                            + " does not divide the model's "
                            + model.heads()
                            + " heads, or exceeds the "
                            + nodeType.gpus()
                            + " GPUs of a node",
                    "a divisor of both");
        }
        EngineModel engine = new EngineModel(model, gpu, group);
        long room = engine.kvCapacityTokens((int) deployment.memoryUtilizationPpm());
        return room == 0
                ? none("the weights leave no room for KV cache", "more GPUs per engine")
                : counted(engine, room);
    }

    private Outcome counted(EngineModel engine, long kvTokens) {
        int perNode = nodeType.gpus() / deployment.tensorParallel();
        int fit = nodes() * perNode;
        Serving serving = deployment.serving();
        if (serving.engines().isEmpty() && shared()) {
            return none(
                    "several models share the node type " + nodeType.name(),
                    "give models." + deployment.id() + ".serving.engines");
        }
        int engines = serving.engines().orElse(fit);
        if (engines > fit || fit == 0) {
            return none(
                    engines + " engines are planned where " + fit + " fit",
                    "more nodes of type " + nodeType.name() + ", or fewer engines");
        }
        BatchLimits limits =
                new BatchLimits(
                        kvTokens,
                        serving.maxRunning(),
                        serving.maxBatchedTokens(),
                        serving.maxWaiting());
        return new Outcome.Fleet(
                SimulatedFleet.uniform(
                        plan.site() + "/" + deployment.id(), engines, perNode, engine, limits));
    }

    private int nodes() {
        return plan.racks().stream()
                .flatMap(rack -> rack.nodes().stream())
                .filter(nodes -> nodes.type().equals(nodeType.name()))
                .mapToInt(NodeGroup::count)
                .sum();
    }

    private boolean shared() {
        return plan.models().stream()
                        .filter(other -> other.nodeType().equals(nodeType.name()))
                        .count()
                > 1;
    }

    private Outcome none(String problem, String fix) {
        return new Outcome.None("models." + deployment.id() + ": " + problem, fix);
    }
}
