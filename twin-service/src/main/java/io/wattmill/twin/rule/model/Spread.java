// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.model;

import io.wattmill.router.engine.GpuSpec.Generation;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.room.NodeType;
import io.wattmill.twin.rule.About;
import io.wattmill.twin.rule.Finding;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.StatedRule;
import io.wattmill.twin.rule.Unit;

import java.util.stream.Stream;

/** How engines spread over GPUs, and whether those know the formats. */
final class Spread {
    private static final int FOUR_BITS = 4;
    private static final int EIGHT_BITS = 8;
    private static final int SIXTEEN_BITS = 16;

    private Spread() {}

    static Stream<Rule> rules() {
        return Stream.of(PIPELINE, EXPERTS, DENSE, DOMAIN, GPUS, WEIGHTS, KV);
    }

    private static final Rule PIPELINE =
            new StatedRule(
                    "model.pipeline-parallel",
                    "Pipeline stages have equally many layers.",
                    "the longest stage sets the pace of all",
                    plan -> Served.each(plan, served -> Stream.of(pipeline(served))));

    private static final Rule EXPERTS =
            new StatedRule(
                    "model.expert-parallel",
                    "Experts spread evenly over the GPUs that share them.",
                    "vLLM and SGLang: experts must divide by the expert-parallel size",
                    plan -> Served.each(plan, Spread::experts));

    private static final Rule DENSE =
            new StatedRule(
                    "model.expert-parallel.dense",
                    "Expert parallelism is for models with experts.",
                    "architecture: a dense model has none to spread",
                    plan -> Served.each(plan, Spread::dense));

    private static final Rule DOMAIN =
            new StatedRule(
                    "model.scale-up",
                    "GPUs that exchange activations in every layer are of one scale-up domain.",
                    "NVLink 450 to 900 GB/s per GPU, 400 Gb/s Ethernet 50 GB/s: up to 18 x slower",
                    plan -> Served.each(plan, served -> Stream.of(domain(served))));

    private static final Rule GPUS =
            new StatedRule(
                    "model.gpus",
                    "Engines of all models together have no more GPUs than stand in the racks.",
                    "plan: engines x GPUs per engine against racks",
                    plan -> types(plan).map(type -> gpus(plan, type)));

    private static final Rule WEIGHTS =
            new StatedRule(
                    "model.precision.weights",
                    "GPUs multiply with weights as they are stored.",
                    "tensor cores: fp8 since Hopper, Ada and CDNA3, fp4 since Blackwell and CDNA4",
                    plan -> Served.each(plan, served -> Stream.of(weights(served))));

    private static final Rule KV =
            new StatedRule(
                    "model.precision.kv",
                    "GPUs can read the KV cache as it is stored.",
                    "attention kernels: fp4 KV since Blackwell and CDNA4",
                    plan -> Served.each(plan, served -> Stream.of(kv(served))));

    private static Finding pipeline(Served served) {
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

    private static Stream<Finding> experts(Served served) {
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

    private static Stream<Finding> dense(Served served) {
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

    private static Finding domain(Served served) {
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

    private static Finding weights(Served served) {
        int bits = served.model().expertWeights().wholeBits();
        return format(
                served,
                bits,
                leastBits(served),
                "weights of %d bits are unpacked on %s: memory is saved, time is not",
                false);
    }

    private static Finding kv(Served served) {
        int bits = served.model().kvBits();
        int least = bits == EIGHT_BITS ? EIGHT_BITS : leastBits(served);
        return format(served, bits, least, "a KV cache of %d bits has no kernels on %s", true);
    }

    /** The narrowest numbers that its tensor cores multiply. */
    private static int leastBits(Served served) {
        Generation generation = served.gpu().generation();
        if (generation.multipliesFourBits()) {
            return FOUR_BITS;
        }
        return generation == Generation.AMPERE ? SIXTEEN_BITS : EIGHT_BITS;
    }

    private static Finding format(
            Served served, int bits, int least, String otherwise, boolean fails) {
        var about = About.of(served.deployment().id()).with("stored", bits, Unit.BIT);
        var statement =
                bits >= least
                        ? "%d bits on %s".formatted(bits, served.gpu().name())
                        : otherwise.formatted(bits, served.gpu().name());
        var fix = "{value} or wider, or GPUs that know the format";
        return fails
                ? about.notAbove(least, bits, Unit.BIT, statement, fix)
                : about.advised(least, bits, Unit.BIT, statement, fix);
    }
}
