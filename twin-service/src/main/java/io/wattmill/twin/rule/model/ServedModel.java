// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.model;

import io.wattmill.router.engine.EngineBackend;
import io.wattmill.router.engine.EngineModel;
import io.wattmill.router.engine.GpuSpec;
import io.wattmill.router.engine.ModelArchitecture;
import io.wattmill.router.engine.Parallelism;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.room.NodeType;
import io.wattmill.twin.plan.serving.ModelDeployment;
import io.wattmill.twin.plan.serving.Serving.Backend;
import io.wattmill.twin.rule.About;
import io.wattmill.twin.rule.Finding;

import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A deployment whose model and GPU the engine catalogue knows.
 *
 * @param deployment as planned
 * @param node what it runs on
 * @param model its architecture, with weights and KV cache as planned
 * @param gpu its GPUs
 * @param engine one engine; empty when tensor parallelism does not divide the heads
 */
public record ServedModel(
        ModelDeployment deployment,
        NodeType node,
        ModelArchitecture model,
        GpuSpec gpu,
        Optional<EngineModel> engine) {

    /** Findings about each deployment; one that cannot say where the catalogue does not know it. */
    public static Stream<Finding> each(
            FacilityPlan plan, Function<ServedModel, Stream<Finding>> findings) {
        return plan.models().stream()
                .flatMap(
                        deployment ->
                                switch (ModelCatalogue.of(plan, deployment)) {
                                    case ModelCatalogue.Unknown(var verdict) ->
                                            Stream.of(About.of(deployment.id()).says(verdict));
                                    case ModelCatalogue.Known(var model, var gpu) ->
                                            findings.apply(of(plan, deployment, model, gpu));
                                });
    }

    /** Findings about each engine whose tensor parallelism divides the heads. */
    public static Stream<Finding> engines(
            FacilityPlan plan, Function<ServedModel, Stream<Finding>> findings) {
        return each(
                plan, served -> served.engine().isPresent() ? findings.apply(served) : odd(served));
    }

    /** Deployments that the catalogue knows. */
    public static Stream<ServedModel> known(FacilityPlan plan) {
        return plan.models().stream()
                .flatMap(
                        deployment ->
                                switch (ModelCatalogue.of(plan, deployment)) {
                                    case ModelCatalogue.Unknown _ -> Stream.<ServedModel>empty();
                                    case ModelCatalogue.Known(var model, var gpu) ->
                                            Stream.of(of(plan, deployment, model, gpu));
                                });
    }

    private static Stream<Finding> odd(ServedModel served) {
        return Stream.of(
                About.of(served.deployment().id())
                        .unknown(
                                "tensor parallelism does not divide the heads",
                                "see model.tensor-parallel"));
    }

    static ServedModel of(
            FacilityPlan plan, ModelDeployment deployment, ModelArchitecture model, GpuSpec gpu) {
        boolean divides = model.heads() % deployment.tensorParallel() == 0;
        return new ServedModel(
                deployment,
                plan.nodeType(deployment.nodeType()),
                model,
                gpu,
                divides ? Optional.of(engine(deployment, model, gpu)) : Optional.empty());
    }

    private static EngineModel engine(
            ModelDeployment deployment, ModelArchitecture model, GpuSpec gpu) {
        var planned = deployment.parallelism();
        var spread =
                new Parallelism(
                        planned.tensor(),
                        planned.pipeline(),
                        planned.attentionData(),
                        planned.expert() > 1);
        return new EngineModel(
                model, gpu, spread, backend(deployment.serving().settings().backend().value()));
    }

    private static EngineBackend backend(Backend backend) {
        return switch (backend) {
            case VLLM -> EngineBackend.VLLM;
            case SGLANG -> EngineBackend.SGLANG;
            case TRTLLM -> EngineBackend.TRTLLM;
        };
    }

    /** GPUs of one engine. */
    public int gpus() {
        return deployment.parallelism().gpus();
    }

    /** GPUs of one scale-up domain; at least those of the node. */
    public int domainGpus() {
        return Math.max(node.gpus(), node.links().nvlinkGpus().value());
    }

    /** Engines on the whole site, of both pools: as planned, or as many as GPUs are left for. */
    public long engines(FacilityPlan plan) {
        var told = deployment.serving().told();
        return told.isPresent()
                ? told.getAsInt()
                : Math.max(0, gpusOfType(plan) - gpusOfOthers(plan)) / gpus();
    }

    /** GPUs of its node type that the plan counts out for other models. */
    private long gpusOfOthers(FacilityPlan plan) {
        return plan.models().stream()
                .filter(other -> other.nodeType().equals(node.name()))
                .filter(other -> !other.id().equals(deployment.id()))
                .mapToLong(
                        other ->
                                other.serving().told().orElse(0)
                                        * (long) other.parallelism().gpus())
                .sum();
    }

    /** GPUs of its node type on the whole site. */
    public long gpusOfType(FacilityPlan plan) {
        return plan.racks().stream()
                .flatMap(rack -> rack.nodes().stream())
                .filter(group -> group.type().equals(node.name()))
                .mapToLong(group -> (long) group.count() * node.gpus())
                .sum();
    }

    /** Tokens of KV cache of one engine; 0 when weights do not fit or heads do not divide. */
    public long kvTokens() {
        return engine.map(each -> each.kvCapacityTokens((int) deployment.memoryUtilizationPpm()))
                .orElse(0L);
    }

    /** Tokens of KV cache of one copy of the attention, which is where a request lives. */
    public long kvTokensPerCopy() {
        return kvTokens() / copies();
    }

    /** Copies of the attention in one engine, each with its own requests. */
    public int copies() {
        return deployment.parallelism().attentionData();
    }

    /** Tokens per request: the prompt and the answer. */
    public long fullLength() {
        return deployment.inputTokens() + deployment.outputTokens();
    }

    /**
     * Room in the cache that a request of so many tokens takes, in tokens: windows and recurrent
     * states are counted as the tokens whose bytes they have.
     */
    public long roomTokens(long tokens) {
        return tokens + Math.ceilDiv(model.kvBytesPerSequence(), model.kvBytesPerToken());
    }

    /** Room that a request takes on average: its prompt and half of its answer. */
    public long averageRoomTokens() {
        return roomTokens(deployment.inputTokens() + deployment.outputTokens() / 2);
    }
}
