// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule.slo;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.serving.ModelDeployment;
import io.wattmill.twin.plan.serving.Objective;
import io.wattmill.twin.rule.About;
import io.wattmill.twin.rule.Finding;
import io.wattmill.twin.rule.Rule;
import io.wattmill.twin.rule.StatedRule;
import io.wattmill.twin.rule.Unit;
import io.wattmill.twin.rule.model.ServedModel;

import java.util.function.Function;
import java.util.stream.Stream;

/** What no router and no spare GPU makes faster. */
final class Floors {
    private static final String SOURCE = "engine model: weights and KV read, no waiting";

    private Floors() {}

    static Stream<Rule> rules() {
        return Stream.of(TPOT, TTFT, BATCH, E2E, E2E_LOOSE);
    }

    private static final Rule TPOT =
            new StatedRule(
                    "slo.tpot.floor",
                    "One request alone gets its tokens as fast as is promised.",
                    SOURCE,
                    plan -> each(plan, Floors::alone));

    private static final Rule TTFT =
            new StatedRule(
                    "slo.ttft.floor",
                    "A prompt alone is computed within the promised time to the first token.",
                    "engine model: chunked prefill of the uncached prompt, no waiting",
                    plan -> each(plan, Floors::prompt));

    private static final Rule BATCH =
            new StatedRule(
                    "slo.tpot.batch",
                    "At the planned concurrency tokens come as fast as is promised.",
                    "engine model: decode steps of the whole batch, no prompts among them",
                    plan -> each(plan, Floors::batch));

    private static final Rule E2E =
            new StatedRule(
                    "slo.e2e.floor",
                    "A whole request alone is done within the promised time.",
                    SOURCE,
                    plan -> each(plan, Floors::whole));

    private static final Rule E2E_LOOSE =
            new StatedRule(
                    "slo.e2e.consistent",
                    "The promise for a whole request is no stricter than those for its parts.",
                    "TTFT + answer x TPOT",
                    plan -> plan.models().stream().flatMap(Floors::parts));

    private static Stream<Finding> each(
            FacilityPlan plan, Function<EngineTimes, Stream<Finding>> finding) {
        return ServedModel.engines(
                plan,
                served ->
                        served.engine().stream()
                                .flatMap(engine -> finding.apply(new EngineTimes(served, engine))));
    }

    private static About about(EngineTimes load) {
        var deployment = load.served().deployment();
        return About.of(deployment.id())
                .with("prompt", deployment.inputTokens(), Unit.TOKEN)
                .with("GPUs", load.served().gpus(), Unit.GPU);
    }

    static long ms(double seconds) {
        return (long) Math.ceil(1e3 * seconds);
    }

    /** The strictest of the objectives, by what they promise of one thing. */
    private static long strictest(ModelDeployment deployment, Function<Objective, Long> promise) {
        return deployment.objectives().stream().mapToLong(promise::apply).min().orElse(0);
    }

    private static Stream<Finding> alone(EngineTimes load) {
        var deployment = load.served().deployment();
        return Stream.of(
                about(load)
                        .atMost(
                                ms(load.tokenSeconds(1, deployment.inputTokens())),
                                strictest(deployment, o -> o.tpotMs().value()),
                                Unit.MILLISECOND,
                                "{value} per token for one request alone, {limit} is promised",
                                "more GPUs per engine, fewer bits, or speculative decoding"));
    }

    private static Stream<Finding> prompt(EngineTimes load) {
        var deployment = load.served().deployment();
        return Stream.of(
                about(load)
                        .atMost(
                                ms(load.promptSeconds(deployment.inputTokens())),
                                strictest(deployment, o -> o.ttftMs().value()),
                                Unit.MILLISECOND,
                                "{value} for a prompt alone, {limit} is promised",
                                "more GPUs per engine, fewer bits, or a prefix cache"));
    }

    private static Stream<Finding> batch(EngineTimes load) {
        var deployment = load.served().deployment();
        double context = deployment.inputTokens() + deployment.outputTokens() / 2.0;
        return Stream.of(
                about(load)
                        .with("in flight", Math.round(load.inFlight()), Unit.REQUEST)
                        .atMost(
                                ms(load.tokenSeconds(load.inFlight(), context)),
                                strictest(deployment, o -> o.tpotMs().value()),
                                Unit.MILLISECOND,
                                "{value} per token with all in flight, {limit} is promised",
                                "a lower concurrency, or more GPUs per engine"));
    }

    private static Stream<Finding> whole(EngineTimes load) {
        var deployment = load.served().deployment();
        double seconds =
                load.promptSeconds(deployment.inputTokens())
                        + deployment.outputTokens()
                                * load.tokenSeconds(1, deployment.inputTokens());
        return deployment.objectives().stream()
                .flatMapToLong(objective -> objective.e2eMs().stream())
                .mapToObj(
                        limit ->
                                about(load)
                                        .atMost(
                                                ms(seconds),
                                                limit,
                                                Unit.MILLISECOND,
                                                "{value} for a request alone, {limit} is promised",
                                                "shorter answers, more GPUs per engine"));
    }

    private static Stream<Finding> parts(ModelDeployment deployment) {
        return deployment.objectives().stream()
                .filter(objective -> objective.e2eMs().isPresent())
                .map(objective -> parts(deployment, objective));
    }

    private static Finding parts(ModelDeployment deployment, Objective objective) {
        long parts =
                objective.ttftMs().value() + deployment.outputTokens() * objective.tpotMs().value();
        return About.of(deployment.id())
                .with("answer", deployment.outputTokens(), Unit.TOKEN)
                .advised(
                        parts,
                        objective.e2eMs().orElse(0),
                        Unit.MILLISECOND,
                        "TTFT and answer may take {value}, all of it {limit}",
                        "e2e-ms of {value}, or stricter parts: the whole is what binds");
    }
}
