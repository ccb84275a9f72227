// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.model;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.room.NodeType;
import io.wattmill.twin.rule.About;
import io.wattmill.twin.rule.Finding;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.StatedRule;
import io.wattmill.twin.rule.Unit;

import java.util.stream.Stream;

/** How engines spread over GPUs: pipeline stages, experts, scale-up domains, and GPUs in all. */
final class Sharding {
    private Sharding() {}

    static Stream<Rule> rules() {
        return Stream.of(PIPELINE, EXPERTS, DENSE, DOMAIN, GPUS);
    }

    private static final Rule PIPELINE =
            new StatedRule(
                    "model.pipeline-parallel",
                    "Pipeline stages have equally many layers.",
                    "the longest stage sets the pace of all",
                    plan -> ServedModel.each(plan, served -> Stream.of(pipeline(served))));

    private static final Rule EXPERTS =
            new StatedRule(
                    "model.expert-parallel",
                    "Experts spread evenly over the GPUs that share them.",
                    "vLLM and SGLang: experts must divide by the expert-parallel size",
                    plan -> ServedModel.each(plan, Sharding::experts));

    private static final Rule DENSE =
            new StatedRule(
                    "model.expert-parallel.dense",
                    "Expert parallelism is for models with experts.",
                    "architecture: a dense model has none to spread",
                    plan -> ServedModel.each(plan, Sharding::dense));

    private static final Rule DOMAIN =
            new StatedRule(
                    "model.scale-up",
                    "GPUs that exchange activations in every layer are of one scale-up domain.",
                    "NVLink 450 to 900 GB/s per GPU, 400 Gb/s Ethernet 50 GB/s: up to 18 x slower",
                    plan -> ServedModel.each(plan, served -> Stream.of(domain(served))));

    private static final Rule GPUS =
            new StatedRule(
                    "model.gpus",
                    "Engines of all models together have no more GPUs than stand in the racks.",
                    "plan: engines x GPUs per engine against racks",
                    plan -> types(plan).map(type -> gpus(plan, type)));

    private static Finding pipeline(ServedModel served) {
        int stages = served.deployment().parallelism().pipeline();
        int layers = served.model().layers();
        return About.of(served.deployment().id())
                .with("layers", layers, Unit.LAYER)
                .with("stages", stages, Unit.PIECE)
                .advised(
                        layers % stages,
                        0,
                        Unit.LAYER,
                        "%d layers in %d stages leave {value} over".formatted(layers, stages),
                        "pipeline-parallel that divides %d".formatted(layers));
    }

    private static Stream<Finding> experts(ServedModel served) {
        if (!served.model().hasExperts()) {
            return Stream.empty();
        }
        int experts = served.model().feedForward().experts();
        int gpus = served.deployment().parallelism().expert();
        return Stream.of(
                About.of(served.deployment().id())
                        .with("experts", experts, Unit.EXPERT)
                        .with("EP", gpus, Unit.GPU)
                        .notAbove(
                                experts % gpus,
                                0,
                                Unit.EXPERT,
                                "%d experts on %d GPUs leave {value} over".formatted(experts, gpus),
                                "expert-parallel that divides %d".formatted(experts)));
    }

    private static Stream<Finding> dense(ServedModel served) {
        int gpus = served.deployment().parallelism().expert();
        return served.model().hasExperts()
                ? Stream.empty()
                : Stream.of(
                        About.of(served.deployment().id())
                                .notAbove(
                                        gpus,
                                        1,
                                        Unit.GPU,
                                        gpus > 1
                                                ? "expert-parallel of {value} and no experts"
                                                : "no experts, and none spread",
                                        "leave expert-parallel out"));
    }

    private static Finding domain(ServedModel served) {
        var spread = served.deployment().parallelism();
        int group = Math.max(spread.tensor() * spread.attentionData(), spread.expert());
        var about =
                About.of(served.deployment().id())
                        .with("TP", spread.tensor(), Unit.GPU)
                        .with("EP", spread.expert(), Unit.GPU);
        var statement = "{value} exchange in every layer, a scale-up domain has {limit}";
        var fix = "a group of {limit} or fewer, or GPUs of a larger domain";
        return spread.tensor() > served.domainGpus()
                ? about.notAbove(group, served.domainGpus(), Unit.GPU, statement, fix)
                : about.advised(group, served.domainGpus(), Unit.GPU, statement, fix);
    }

    private static Stream<NodeType> types(FacilityPlan plan) {
        return plan.models().stream()
                .map(deployment -> plan.nodeType(deployment.nodeType()))
                .distinct();
    }

    private static Finding gpus(FacilityPlan plan, NodeType type) {
        long installed =
                plan.racks().stream()
                        .flatMap(rack -> rack.nodes().stream())
                        .filter(group -> group.type().equals(type.name()))
                        .mapToLong(group -> (long) group.count() * type.gpus())
                        .sum();
        var engines = plan.models().stream().filter(m -> m.nodeType().equals(type.name())).toList();
        long wanted =
                engines.stream()
                        .mapToLong(
                                m -> m.serving().told().orElse(1) * (long) m.parallelism().gpus())
                        .sum();
        return About.of(type.name())
                .with("models", engines.size(), Unit.VALUE)
                .notAbove(
                        wanted,
                        installed,
                        Unit.GPU,
                        "engines want {value}, racks hold {limit}",
                        "fewer engines, or nodes with {value}");
    }
}
