// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import io.wattmill.twin.plan.serving.ModelDeployment;
import io.wattmill.twin.plan.serving.Objective;
import io.wattmill.twin.plan.serving.Parallelism;
import io.wattmill.twin.plan.serving.Serving;
import io.wattmill.twin.plan.serving.Serving.Pools;

import java.util.List;
import java.util.Optional;

/** The keys of a model that is served. */
final class ServingLayout {
    static final Range TOKENS = Range.whole("tokens", 1, 100_000_000);
    private static final Range GPUS = Range.whole("GPUs", 1, 1_024);
    private static final Range ENGINES = Range.whole("engines", 1, 100_000);
    private static final Range REQUESTS = Range.whole("requests", 1, 1_000_000);
    private static final Range MEMORY = new Range("(0.1 to 1)", 1_000_000, 100_000, 1_000_000);

    private ServingLayout() {}

    static ModelDeployment model(Section in) {
        var model = in.id(Key.must("model", "As the catalogue names it; -fp8 for 8-bit weights"));
        if (!model.isEmpty() && !Catalogue.knowsModel(model)) {
            var known = Catalogue.models();
            var fix = "name one of " + known + Nearest.hint(model, known);
            in.problem("model", model, "is not in the catalogue", fix);
        }
        return new ModelDeployment(
                in.id(Key.must("id", "Name of the deployment")),
                model,
                in.id(Key.must("node-type", "What serves it")),
                parallelism(in),
                in.countIfGiven(Key.may("concurrency", "In flight on one engine"), REQUESTS),
                in.required(Key.must("input-tokens", "Prompt length to plan for"), TOKENS),
                in.required(Key.must("output-tokens", "Answer length to plan for"), TOKENS),
                in.numberOr(
                        Key.may("memory-utilization", "Part of GPU memory for the engine"),
                        MEMORY,
                        900_000),
                Layouts.one(
                        in,
                        Key.may("serving", "Engines and their settings"),
                        each -> serving(each, model)),
                objectives(in));
    }

    private static Parallelism parallelism(Section in) {
        var all =
                new Parallelism(
                        in.count(Key.must("tensor-parallel", "GPUs that share each matrix"), GPUS),
                        (int)
                                in.numberOr(
                                        Key.may("pipeline-parallel", "Stages of layers"), GPUS, 1),
                        (int)
                                in.numberOr(
                                        Key.may("expert-parallel", "GPUs that share experts"),
                                        GPUS,
                                        1),
                        (int)
                                in.numberOr(
                                        Key.may("attention-data-parallel", "Copies of attention"),
                                        GPUS,
                                        1));
        int shared = all.tensor() * all.attentionData();
        if (shared % all.expert() != 0) {
            in.problem(
                    "expert-parallel",
                    String.valueOf(all.expert()),
                    "does not divide tensor-parallel times attention-data-parallel, " + shared,
                    "give a divisor of " + shared);
        }
        return all;
    }

    private static List<Objective> objectives(Section in) {
        var key = Key.may("slos", "Service levels, by rising percentile");
        var all = Layouts.each(in, key, ServingLayout::objective);
        for (int i = 1; i < all.size(); i++) {
            checkOrder(in, "slos[" + i + "]", all.get(i - 1), all.get(i));
        }
        return all.isEmpty() ? List.of(Objective.USUAL) : all;
    }

    private static void checkOrder(Section in, String at, Objective lower, Objective higher) {
        if (higher.percentile().value() <= lower.percentile().value()) {
            var percentile = String.valueOf(higher.percentile().value());
            in.problem(at + ".percentile", percentile, "does not rise", "sort by percentile");
        } else if (higher.ttftMs().value() < lower.ttftMs().value()) {
            later(in, at + ".ttft-ms", lower.ttftMs().value(), higher.ttftMs().value());
        } else if (higher.tpotMs().value() < lower.tpotMs().value()) {
            later(in, at + ".tpot-ms", lower.tpotMs().value(), higher.tpotMs().value());
        }
    }

    private static void later(Section in, String path, long lower, long higher) {
        in.problem(
                path,
                String.valueOf(higher),
                "is less than the %d of a lower percentile".formatted(lower),
                "give %d or more, or less there".formatted(lower));
    }

    private static Objective objective(Section in) {
        var ttft =
                in.whole(
                        Key.may("ttft-ms", "Longest time to the first token"),
                        Range.whole("ms", 1, 3_600_000),
                        Objective.TTFT_MS);
        var e2e =
                in.number(
                        Key.may("e2e-ms", "Longest time to the last token"),
                        Range.whole("ms", 1, 86_400_000));
        if (e2e.isPresent() && e2e.getAsLong() < ttft.value()) {
            in.problem(
                    "e2e-ms",
                    String.valueOf(e2e.getAsLong()),
                    "is less than ttft-ms: the last token cannot come before the first",
                    "give " + ttft.value() + " or more");
        }
        return new Objective(
                in.real(
                        Key.may("percentile", "Of requests that are at least this fast"),
                        Range.real("percent", 50, 99.9),
                        Objective.PERCENTILE),
                ttft,
                in.whole(
                        Key.may("tpot-ms", "Longest mean time per token after it"),
                        Range.whole("ms", 1, 60_000),
                        Objective.TPOT_MS),
                e2e);
    }

    private static Serving serving(Section in, String model) {
        var usual = Serving.USUAL;
        var engines = in.countIfGiven(Key.may("engines", "On the whole site"), ENGINES);
        var serving =
                new Serving(
                        engines,
                        (int)
                                in.numberOr(
                                        Key.may("max-running", "Sequences that share a step"),
                                        Range.whole("requests", 1, 4_096),
                                        usual.maxRunning()),
                        (int)
                                in.numberOr(
                                        Key.may("max-batched-tokens", "Tokens of one step"),
                                        Range.whole("tokens", 1, 1_000_000),
                                        usual.maxBatchedTokens()),
                        (int)
                                in.numberOr(
                                        Key.may("max-waiting", "Sequences that wait at one engine"),
                                        REQUESTS,
                                        usual.maxWaiting()),
                        SettingsLayout.settings(in, model),
                        pools(in));
        check(in, serving);
        return serving;
    }

    private static void check(Section in, Serving serving) {
        if (serving.maxRunning() > serving.maxBatchedTokens()) {
            in.problem(
                    "max-running",
                    String.valueOf(serving.maxRunning()),
                    "exceeds max-batched-tokens: each running sequence takes a token of a step",
                    "give at most " + serving.maxBatchedTokens());
        }
        var pools = serving.pools();
        int apart = pools.map(p -> p.prefill() + p.decode()).orElse(0);
        if (pools.isPresent() && serving.engines().orElse(apart) != apart) {
            in.problem(
                    "engines",
                    String.valueOf(serving.engines().orElse(0)),
                    "is not what the pools come to",
                    "give " + apart + ", or leave it out");
        }
    }

    private static Optional<Pools> pools(Section in) {
        return Layouts.oneIfGiven(
                in,
                Key.may("pools", "Engines for prompts and for answers apart"),
                each ->
                        new Pools(
                                each.count(Key.must("prefill", "Engines for prompts"), ENGINES),
                                each.count(Key.must("decode", "Engines for answers"), ENGINES)));
    }
}
