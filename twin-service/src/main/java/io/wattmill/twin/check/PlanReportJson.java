// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.wattmill.twin.planfile.PlanProblem;
import io.wattmill.twin.rule.Measure;
import io.wattmill.twin.rule.RuleResult;
import io.wattmill.twin.rule.Verdict;

import java.util.List;
import java.util.Locale;

/**
 * A report as JSON. Checked: {@code {"site", "passes", "counts": {"fail", "warn", "cannot_say",
 * "pass"}, "results": [{"rule", "subject", "verdict", "statement", "inputs": [{"name", "value",
 * "unit"}], "value", "limit", "unit", "margin_permille", "source", "fix"}]}}; the margin is absent
 * where the limit is 0, figures where a rule cannot say, the fix where it passes. Unreadable:
 * {@code {"passes": false, "problems": [{"path", "value", "unit", "problem", "fix"}]}}.
 */
public final class PlanReportJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PlanReportJson() {}

    /** The bytes, UTF-8. */
    public static byte[] of(PlanReport report) {
        var root = JSON.createObjectNode();
        root.put("passes", report.passes());
        switch (report) {
            case PlanReport.Unreadable(List<PlanProblem> problems) ->
                    problems.forEach(root.putArray("problems")::addPOJO);
            case PlanReport.Checked checked -> checked(root, checked);
        }
        return bytes(root);
    }

    private static void checked(ObjectNode root, PlanReport.Checked checked) {
        root.put("site", checked.site());
        var counts = root.putObject("counts");
        for (var mark : Mark.values()) {
            var marked = checked.results().stream().filter(r -> Mark.of(r.verdict()) == mark);
            counts.put(word(mark), marked.count());
        }
        var results = root.putArray("results");
        checked.results().forEach(result -> result(results.addObject(), result));
    }

    private static void result(ObjectNode node, RuleResult result) {
        node.put("rule", result.rule());
        node.put("subject", result.subject());
        node.put("verdict", word(Mark.of(result.verdict())));
        node.put("statement", result.verdict().statement());
        var inputs = node.putArray("inputs");
        for (var input : result.inputs()) {
            inputs.addObject()
                    .put("name", input.name())
                    .put("value", input.quantity().value())
                    .put("unit", input.quantity().unit().symbol());
        }
        switch (result.verdict()) {
            case Verdict.Pass(_, Measure measure) -> measure(node, measure);
            case Verdict.Warn(_, Measure measure, _) -> measure(node, measure);
            case Verdict.Fail(_, Measure measure, _) -> measure(node, measure);
            case Verdict.CannotSay _ -> {}
        }
        node.put("source", result.source());
        Mark.fix(result.verdict()).ifPresent(fix -> node.put("fix", fix));
    }

    private static void measure(ObjectNode node, Measure measure) {
        node.put("value", measure.value());
        node.put("limit", measure.limit());
        node.put("unit", measure.unit().symbol());
        measure.marginPermille().ifPresent(margin -> node.put("margin_permille", margin));
    }

    private static String word(Mark mark) {
        return mark.name().toLowerCase(Locale.ROOT);
    }

    private static byte[] bytes(ObjectNode root) {
        try {
            return JSON.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report is always JSON", e);
        }
    }
}
