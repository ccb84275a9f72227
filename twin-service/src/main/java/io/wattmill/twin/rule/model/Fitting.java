// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.model;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.serving.ModelDeployment;
import io.wattmill.twin.plan.serving.Workload;
import io.wattmill.twin.plan.serving.Workload.Lengths;
import io.wattmill.twin.plan.serving.Workload.Synthetic;
import io.wattmill.twin.rule.About;
import io.wattmill.twin.rule.Finding;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.StatedRule;
import io.wattmill.twin.rule.Unit;

import java.util.stream.Stream;

/** What one engine holds at once. */
final class Fitting {
    private static final long MOST_UTILIZATION_PPM = 950_000;

    /** 99 % of a normal distribution lie below this many deviations. */
    private static final double P99 = 2.326;

    private Fitting() {}

    static Stream<Rule> rules() {
        return Stream.of(ONE, LONG, RUNNING, BATCH, UTILIZATION);
    }

    private static final Rule ONE =
            new StatedRule(
                    "model.memory.kv-one",
                    "One request of the planned length fits the KV cache of one copy of the"
                            + " attention.",
                    "engine model: memory less weights and reserve, per KV bytes of a token",
                    plan -> ServedModel.engines(plan, served -> Stream.of(one(served))));

    private static final Rule LONG =
            new StatedRule(
                    "model.memory.kv-long",
                    "The longest request in a hundred of a workload fits the KV cache.",
                    "log-normal lengths of the workload, 99th percentile of prompt and answer",
                    plan ->
                            ServedModel.engines(
                                    plan,
                                    served ->
                                            synthetic(plan, served)
                                                    .map(load -> longest(served, load))));

    private static final Rule RUNNING =
            new StatedRule(
                    "model.batch.kv",
                    "The KV cache holds as many average requests as may run at once.",
                    "vLLM max-num-seqs: beyond the cache requests are preempted and recomputed",
                    plan -> ServedModel.engines(plan, served -> Stream.of(running(served))));

    private static final Rule BATCH =
            new StatedRule(
                    "model.batch.concurrency",
                    "The planned concurrency may run at once.",
                    "vLLM max-num-seqs",
                    plan -> plan.models().stream().flatMap(Fitting::batch));

    private static final Rule UTILIZATION =
            new StatedRule(
                    "model.memory.utilization",
                    "The engine takes at most 95 % of the GPU's memory.",
                    "vLLM gpu-memory-utilization: 0.9 by default, the rest for CUDA and peaks",
                    plan -> plan.models().stream().map(Fitting::utilization));

    private static Finding one(ServedModel served) {
        return About.of(served.deployment().id())
                .with("per token", served.model().kvBytesPerToken(), Unit.BYTE)
                .notAbove(
                        served.roomTokens(served.fullLength()),
                        served.kvTokensPerCopy(),
                        Unit.TOKEN,
                        "one request of {value}, the KV cache holds {limit}",
                        "more GPUs per engine, 8-bit KV, or shorter requests");
    }

    static Stream<Synthetic> synthetic(FacilityPlan plan, ServedModel served) {
        return plan.workloads().stream()
                .filter(load -> load.model().equals(served.deployment().id()))
                .map(Workload::source)
                .filter(Synthetic.class::isInstance)
                .map(Synthetic.class::cast);
    }

    private static Finding longest(ServedModel served, Synthetic load) {
        long tokens = served.roomTokens(Math.round(p99(load.input()) + p99(load.output())));
        return About.of(served.deployment().id())
                .with("mean prompt", Math.round(load.input().meanTokens()), Unit.TOKEN)
                .with("mean answer", Math.round(load.output().meanTokens()), Unit.TOKEN)
                .atMost(
                        tokens,
                        Math.max(1, served.kvTokensPerCopy()),
                        Unit.TOKEN,
                        "one request in a hundred has {value}, the KV cache holds {limit}",
                        "more GPUs per engine, 8-bit KV, or a limit on lengths");
    }

    /** Of a log-normal distribution with this mean and variation. */
    private static double p99(Lengths lengths) {
        double variation = lengths.variation().value();
        double variance = Math.log1p(variation * variation);
        return lengths.meanTokens() * Math.exp(P99 * Math.sqrt(variance) - variance / 2);
    }

    private static Finding running(ServedModel served) {
        var deployment = served.deployment();
        long average = served.averageRoomTokens();
        long most = deployment.serving().maxRunning();
        long meant = Math.min(most, deployment.concurrency().orElse((int) most));
        return About.of(deployment.id())
                .with("may run", most, Unit.REQUEST)
                .with("average request", average, Unit.TOKEN)
                .advised(
                        meant * average,
                        served.kvTokens(),
                        Unit.TOKEN,
                        "%d average requests want {value}, the KV cache holds {limit}"
                                .formatted(meant),
                        "max-running of %d or less, or more GPUs per engine"
                                .formatted(served.kvTokens() / Math.max(1, average)));
    }

    private static Stream<Finding> batch(ModelDeployment deployment) {
        return deployment.concurrency().stream()
                .mapToObj(
                        wanted ->
                                About.of(deployment.id())
                                        .advised(
                                                wanted,
                                                deployment.serving().maxRunning(),
                                                Unit.REQUEST,
                                                "{value} planned in flight, {limit} run at once",
                                                "max-running of {value}, or more engines"));
    }

    private static Finding utilization(ModelDeployment deployment) {
        return About.of(deployment.id())
                .advised(
                        deployment.memoryUtilizationPpm(),
                        MOST_UTILIZATION_PPM,
                        Unit.PPM,
                        "the engine takes {value} of the memory, {limit} is the most that lasts",
                        "memory-utilization of 0.9");
    }
}
