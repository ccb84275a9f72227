// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.plan;

import io.wattmill.router.batch.BatchLimits;
import io.wattmill.router.engine.EngineBackend;
import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.GpuSpec;
import io.wattmill.router.engine.Gpus;
import io.wattmill.router.engine.ModelArchitecture;
import io.wattmill.router.engine.Models;
import io.wattmill.router.engine.Parallelism;
import io.wattmill.router.engine.SpeculativeDecoding;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.room.NodeGroup;
import io.wattmill.twin.plan.room.NodeType;
import io.wattmill.twin.plan.serving.ModelDeployment;
import io.wattmill.twin.plan.serving.Serving;
import io.wattmill.twin.simulate.fleet.PrefillPool;
import io.wattmill.twin.simulate.fleet.SimulatedFleet;

import java.util.List;
import java.util.Optional;

/** The engines of one deployment of a plan: on which nodes, with what room. */
public final class PlannedFleet {
    /** Until a KV cache begins to travel; assumed, of the order of a remote procedure call. */
    private static final long HANDOVER_LATENCY_NANOS = 2_000_000;

    private static final double BYTES_PER_GIGABIT = 1e9 / 8;

    private final FacilityPlan plan;
    private final ModelDeployment deployment;
    private final NodeType nodeType;

    /** Of a deployment of the plan. */
    public PlannedFleet(FacilityPlan plan, ModelDeployment deployment) {
        this.plan = plan;
        this.deployment = deployment;
        this.nodeType = plan.nodeType(deployment.nodeType());
    }

    /** A fleet, or why there is none. */
    public sealed interface Outcome {
        /**
         * There is one.
         *
         * @param build what each of its engines is made of
         */
        record Fleet(SimulatedFleet fleet, EngineBuild build) implements Outcome {}

        /** There is none. */
        record None(String problem, String fix) implements Outcome {}
    }

    /** The fleet. */
    public Outcome outcome() {
        Optional<ModelArchitecture> model = deployment.architecture();
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
        int domain = domain();
        if (model.heads() % group != 0 || group > domain) {
            return none(
                    "tensor-parallel "
                            + group
                            + " does not divide the model's "
                            + model.heads()
                            + " heads, or exceeds the "
                            + domain
                            + " GPUs of a node",
                    "a divisor of both");
        }
        EngineBuild build =
                new EngineBuild(
                        model,
                        gpu,
                        spread(),
                        EngineBackend.find(deployment.serving().settings().backend().value().name())
                                .orElse(EngineBackend.VLLM),
                        speculation(model));
        EngineModel engine = build.engine();
        long room = engine.kvCapacityTokens((int) deployment.memoryUtilizationPpm());
        return room == 0
                ? none("the weights leave no room for KV cache", "more GPUs per engine")
                : counted(build, engine, room);
    }

    private Parallelism spread() {
        var planned = deployment.parallelism();
        return new Parallelism(
                planned.tensor(),
                planned.pipeline(),
                planned.attentionData(),
                planned.expert() > 1);
    }

    /** Drafts of a module of one layer each, as many as the accepted length needs; assumed. */
    private SpeculativeDecoding speculation(ModelArchitecture model) {
        double accepted = deployment.serving().settings().acceptanceLength().value();
        if (accepted <= 1) {
            return SpeculativeDecoding.OFF;
        }
        int checked = (int) Math.ceil(accepted) + 1;
        return new SpeculativeDecoding(accepted, checked, (checked - 1.0) / model.layers());
    }

    private Outcome counted(EngineBuild build, EngineModel engine, long kvTokens) {
        int fit = fitting(build.spread().gpus());
        Serving serving = deployment.serving();
        if (serving.told().isEmpty() && shared()) {
            return none(
                    "several models share the node type " + nodeType.name(),
                    "give models." + deployment.id() + ".serving.engines");
        }
        int prefill = serving.pools().map(Serving.Pools::prefill).orElse(0);
        int engines =
                serving.pools().map(Serving.Pools::decode).orElse(serving.engines().orElse(fit));
        if (engines + prefill > fit || fit == 0) {
            return none(
                    engines + prefill + " engines are planned where " + fit + " fit",
                    "more nodes of type " + nodeType.name() + ", or fewer engines");
        }
        return new Outcome.Fleet(fleet(prefill, engines, engine, limits(kvTokens)), build);
    }

    /** GPUs that engines share layers over. */
    private int domain() {
        return Math.max(nodeType.gpus(), nodeType.links().nvlinkGpus().value());
    }

    /** Engines of so many GPUs that fit beside those that the plan counts out for others. */
    private int fitting(int engineGpus) {
        long fit = DomainPacking.most(gpus(), domain(), engineGpus, others());
        return (int) Math.min(Integer.MAX_VALUE, fit);
    }

    private List<DomainPacking.Engines> others() {
        return plan.models().stream()
                .filter(other -> other.nodeType().equals(nodeType.name()))
                .filter(other -> !other.id().equals(deployment.id()))
                .map(
                        other ->
                                new DomainPacking.Engines(
                                        other.parallelism().gpus(),
                                        other.serving().told().orElse(0)))
                .toList();
    }

    private BatchLimits limits(long kvTokens) {
        Serving serving = deployment.serving();
        return new BatchLimits(
                kvTokens,
                Math.min(serving.maxRunning(), serving.maxBatchedTokens()),
                serving.maxBatchedTokens(),
                serving.maxWaiting());
    }

    private SimulatedFleet fleet(int prefill, int engines, EngineModel engine, BatchLimits limits) {
        int gpus = engine.parallelism().gpus();
        int perNode = Math.max(1, nodeType.gpus() / gpus);
        String name = plan.site() + "/" + deployment.id();
        SimulatedFleet all =
                SimulatedFleet.uniform(name, prefill + engines, perNode, engine, limits);
        var hit = deployment.serving().settings().prefixCacheHit();
        boolean cache = !hit.stated() || hit.value() > 0;
        SimulatedFleet decoding =
                new SimulatedFleet(name, all.engines().subList(prefill, prefill + engines), cache);
        return prefill == 0
                ? decoding
                : decoding.behind(
                        new PrefillPool(
                                all.engines().subList(0, prefill),
                                nodeType.links().nicGbps().value() * BYTES_PER_GIGABIT * gpus,
                                HANDOVER_LATENCY_NANOS));
    }

    /** Of all nodes of its type. */
    public long gpus() {
        return plan.racks().stream()
                        .flatMap(rack -> rack.nodes().stream())
                        .filter(nodes -> nodes.type().equals(nodeType.name()))
                        .mapToLong(NodeGroup::count)
                        .sum()
                * nodeType.gpus();
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
