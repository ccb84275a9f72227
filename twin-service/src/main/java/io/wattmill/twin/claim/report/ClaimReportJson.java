// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.twin.claim.ClaimReport;
import io.wattmill.twin.claim.ClaimReport.Check;
import io.wattmill.twin.claim.ClaimReport.Expectation;
import io.wattmill.twin.claim.CrossCheck;
import io.wattmill.twin.claim.Hinge;
import io.wattmill.twin.claim.Obstacle;
import io.wattmill.twin.claim.Ratio;
import io.wattmill.twin.claim.Ratios;
import io.wattmill.twin.claim.Rebuilt;
import io.wattmill.twin.claim.Throughput.Expected;
import io.wattmill.twin.claim.Words;
import io.wattmill.twin.claim.read.ClaimProblem;
import io.wattmill.twin.figure.Figure;

import java.util.List;
import java.util.Optional;

/**
 * A tested claim as JSON: {@code {"claim", "source", "reproducible", "comparable", "verdict",
 * "rebuilt": {"ratios", "a", "b"}, "before", "checks", "hinges", "open", "obstacles", "measured",
 * "expected"}}. A figure is {@code {"value", "low", "high", "provenance", "source"}}; ratios are
 * keyed {@code tokens_per_gpu}, {@code tokens_per_megawatt}, {@code tokens_per_dollar}. What cannot
 * be told is absent.
 */
public final class ClaimReportJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RATIOS = "ratios";
    private static final String SOURCE = "source";

    private ClaimReportJson() {}

    /** The text of the report. */
    public static String of(ClaimReport report) {
        ObjectNode root = JSON.createObjectNode();
        root.put("claim", report.claim().text()).put(SOURCE, report.claim().source());
        root.put("reproducible", report.reproducible()).put("comparable", report.comparable());
        root.put("verdict", ClaimVerdict.of(report));
        rebuilt(root.putObject("rebuilt"), report.rebuilt());
        report.before().ifPresent(before -> rebuilt(root.putObject("before"), before));
        lists(root, report);
        return written(root);
    }

    /** The text of why there is no report: {@code {"problems": [{"path", "value", …}]}}. */
    public static String of(List<ClaimProblem> problems) {
        ObjectNode root = JSON.createObjectNode();
        problems.forEach(root.putArray("problems")::addPOJO);
        return written(root);
    }

    private static void lists(ObjectNode root, ClaimReport report) {
        var checks = root.putArray("checks");
        report.checks().forEach(each -> check(checks.addObject(), each));
        var hinges = root.putArray("hinges");
        report.hinges().forEach(each -> hinge(hinges.addObject(), each));
        var open = root.putArray("open");
        report.open().forEach(open::addPOJO);
        var obstacles = root.putArray("obstacles");
        report.obstacles().forEach(each -> obstacle(obstacles.addObject(), each));
        var measured = root.putArray("measured");
        report.claim().crossChecks().forEach(each -> measured(measured.addObject(), each));
        var expected = root.putArray("expected");
        report.expectations().forEach(each -> expected(expected.addObject(), each));
    }

    private static void rebuilt(ObjectNode node, Rebuilt rebuilt) {
        ratios(node.putObject(RATIOS), rebuilt.ratios());
        yielded(node.putObject("a"), rebuilt.a());
        yielded(node.putObject("b"), rebuilt.b());
    }

    private static void ratios(ObjectNode node, Ratios ratios) {
        ratios.told().forEach(each -> figure(node.putObject(key(each.ratio())), each.times()));
    }

    private static String key(Ratio ratio) {
        return Words.of(ratio).replace('-', '_');
    }

    private static void yielded(ObjectNode node, Rebuilt.Yield yield) {
        figure(node.putObject("tokens_per_second_per_gpu"), yield.tokensPerSecond());
        ifTold(node, "tokens_per_second_per_megawatt", yield.tokensPerSecondPerMegawatt());
        ifTold(node, "joules_per_token", yield.joulesPerToken());
        ifTold(node, "dollars_per_million_tokens", yield.dollarsPerMillionTokens());
        ifTold(node, "energy_dollars_per_million_tokens", yield.energyDollarsPerMillionTokens());
    }

    private static void check(ObjectNode node, Check check) {
        node.put("ratio", key(check.ratio())).put("holds", check.holds());
        figure(node.putObject("stated"), check.stated());
        ifTold(node, "rebuilt", check.rebuilt());
    }

    private static void hinge(ObjectNode node, Hinge hinge) {
        node.put("assumption", hinge.assumption()).put("name", hinge.name());
        node.put(SOURCE, hinge.source()).put("moves", hinge.moves());
        rebuilt(node.putObject("rebuilt"), hinge.rebuilt());
        var mismatches = node.putArray("inconsistent");
        for (var each : hinge.mismatches()) {
            ObjectNode mismatch = mismatches.addObject().put("ratio", key(each.ratio()));
            figure(mismatch.putObject("said"), each.said());
            figure(mismatch.putObject("follows"), each.follows());
        }
    }

    private static void obstacle(ObjectNode node, Obstacle obstacle) {
        node.put("condition", Words.of(obstacle.condition()).replace('-', '_'));
        node.put("aspect", obstacle.aspect());
        switch (obstacle) {
            case Obstacle.Differs differs ->
                    node.put("kind", "differs").put("a", differs.a()).put("b", differs.b());
            case Obstacle.Untold untold -> {
                node.put("kind", "untold");
                untold.said().ifPresent(said -> node.put("only_told", said));
            }
        }
    }

    private static void measured(ObjectNode node, CrossCheck check) {
        node.put("name", check.name()).put(SOURCE, check.source());
        figure(node.putObject("tokens_per_gpu"), check.perGpu());
        ifTold(node, "tokens_per_measured_megawatt", check.perMegawatt());
    }

    private static void expected(ObjectNode node, Expectation expectation) {
        node.put("interactivity", expectation.interactivity());
        expected(node.putObject("a"), expectation.a());
        expected(node.putObject("b"), expectation.b());
        ratios(node.putObject(RATIOS), expectation.ratios());
    }

    private static void expected(ObjectNode node, Expected expected) {
        switch (expected) {
            case Expected.Of(Figure tokens) -> figure(node, tokens);
            case Expected.CannotSay(String why) -> node.put("cannot_say", why);
        }
    }

    private static void ifTold(ObjectNode node, String key, Optional<Figure> figure) {
        figure.ifPresent(told -> figure(node.putObject(key), told));
    }

    private static void figure(ObjectNode node, Figure figure) {
        node.put("value", figure.value()).put("low", figure.low()).put("high", figure.high());
        node.put("provenance", Words.of(figure.provenance())).put(SOURCE, figure.source());
    }

    private static String written(ObjectNode root) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report is always JSON", e);
        }
    }
}
