// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.twin.claim.Advantage;
import io.wattmill.twin.claim.Claim;
import io.wattmill.twin.claim.CrossCheck;
import io.wattmill.twin.claim.Pair;
import io.wattmill.twin.claim.Ratio;
import io.wattmill.twin.claim.Ratios;
import io.wattmill.twin.claim.WhatIf;
import io.wattmill.twin.claim.Words;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The keys of a claim file around its two sides. */
final class ClaimLayout {
    private static final Bounds TIMES = new Bounds(1e-6, 1e9, "times");
    private static final String SET = "set";

    private ClaimLayout() {}

    static Claim claim(ObjectNode root, Optional<Pair> before, Problems problems) {
        ClaimSection part = new ClaimSection("", root, problems);
        String text = part.text("claim", "up to 50x tokens per megawatt");
        String source = part.text("source", "who says so, where and when");
        var figures = new FigureReader(source);
        Ratios stated = ratios(part.partIfGiven("stated"), figures);
        Pair pair = pair(part, figures);
        var crossChecks = part.parts("cross-checks").stream().map(ClaimLayout::crossCheck).toList();
        List<Double> expectAt = expectAt(part);
        var parts = part.parts("what-ifs");
        part.close();
        // of a file with problems every what-if would repeat them
        List<WhatIf> whatIfs =
                problems.none()
                        ? parts.stream().map(each -> whatIf(each, root, problems)).toList()
                        : List.of();
        return new Claim(text, source, stated, pair, before, whatIfs, crossChecks, expectAt);
    }

    /** Sides and advantage alone, of a file with whatever else in it. */
    static Pair pair(ClaimSection part, FigureReader figures) {
        return new Pair(
                SideLayout.side(part.part("a"), figures),
                SideLayout.side(part.part("b"), figures),
                advantage(part, figures));
    }

    private static Advantage advantage(ClaimSection part, FigureReader figures) {
        var throughput = figures.ifGiven(part, "throughput-ratio", TIMES);
        var perDollar = figures.ifGiven(part, "tokens-per-dollar-ratio", TIMES);
        if (throughput.isPresent() && perDollar.isPresent()) {
            part.problem(
                    "tokens-per-dollar-ratio",
                    "is given beside throughput-ratio",
                    "keep one: the other one follows from it");
        }
        return throughput
                .<Advantage>map(Advantage.OfThroughput::new)
                .or(() -> perDollar.map(Advantage.OfTokensPerDollar::new))
                .orElseGet(Advantage.OfTheSides::new);
    }

    private static Ratios ratios(ClaimSection part, FigureReader figures) {
        var told =
                Arrays.stream(Ratio.values())
                        .flatMap(
                                ratio ->
                                        figures.ifGiven(part, Words.of(ratio), TIMES).stream()
                                                .map(times -> new Ratios.Times(ratio, times)))
                        .toList();
        part.close();
        return new Ratios(told);
    }

    private static List<Double> expectAt(ClaimSection part) {
        return part.listIfGiven("expect-at").stream()
                .flatMap(
                        each ->
                                part
                                        .bounded(
                                                part.path("expect-at"),
                                                each,
                                                SideLayout.INTERACTIVITY)
                                        .stream())
                .toList();
    }

    private static CrossCheck crossCheck(ClaimSection part) {
        String source = part.text("source", "MLPerf Inference v5.1, closed");
        var figures = new FigureReader(source);
        ClaimSection a = part.part("a");
        ClaimSection b = part.part("b");
        var check =
                new CrossCheck(
                        part.text("name", "llama2-70b offline, H200 fp8 and B200 fp4"),
                        source,
                        figures.figure(a, "tokens-per-s-per-gpu", SideLayout.TOKENS_PER_SECOND),
                        figures.figure(b, "tokens-per-s-per-gpu", SideLayout.TOKENS_PER_SECOND),
                        figures.ifGiven(a, "kw-per-gpu", SideLayout.KW),
                        figures.ifGiven(b, "kw-per-gpu", SideLayout.KW));
        List.of(a, b, part).forEach(ClaimSection::close);
        return check;
    }

    private static WhatIf whatIf(ClaimSection part, ObjectNode root, Problems problems) {
        String assumption = part.text("assumption", "precision");
        String name = part.text("name", "FP8 on both sides");
        String source = part.text("source", "where that is from");
        var figures = new FigureReader(source);
        Ratios says = ratios(part.partIfGiven("says"), figures);
        JsonNode set = part.take(SET);
        part.close();
        if (set.isMissingNode()) {
            return new WhatIf.Unquantified(assumption, name, source);
        }
        Pair pair = changed(part, set, root, problems, figures);
        return new WhatIf.Varied(assumption, name, source, pair, says);
    }

    private static Pair changed(
            ClaimSection whatIf,
            JsonNode set,
            ObjectNode root,
            Problems problems,
            FigureReader figures) {
        String at = whatIf.path(SET);
        if (!(set instanceof ObjectNode changes)) {
            whatIf.problem(SET, "is not a mapping", "write path: value below it");
            return pair(new ClaimSection("", root, problems), figures);
        }
        ObjectNode other = Changes.apply(root, changes, at, problems);
        return Changes.read(other, changes, at, problems, figures);
    }
}
