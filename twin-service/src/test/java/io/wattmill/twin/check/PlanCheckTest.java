// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.wattmill.twin.planfile.ReferencePlans;
import io.wattmill.twin.planfile.SamplePlan;
import io.wattmill.twin.rule.Verdict;

import org.junit.jupiter.api.Test;

import java.io.IOException;

class PlanCheckTest {
    private static final String OVERLOADED =
            SamplePlan.text()
                    .replace("fed-by: [q1, q2]", "fed-by: [q1]")
                    .replace("amps: 80", "amps: 63");

    @Test
    void theSamplePlanPasses() {
        var report = assertInstanceOf(PlanReport.Checked.class, PlanCheck.check(SamplePlan.text()));
        assertTrue(report.passes(), () -> PlanReportText.of(report, Look.PLAIN));
        assertTrue(report.results().size() >= 20);
        assertTrue(report.count(Verdict.CannotSay.class) <= 3);
    }

    @Test
    void theWorstComesFirstWithFixAndSource() {
        var report = PlanCheck.check(OVERLOADED);
        assertFalse(report.passes());
        var lines = PlanReportText.of(report, Look.PLAIN).lines().toList();
        assertTrue(lines.getFirst().matches("✗ [0-9]+ fail   ▲ .*"), lines.getFirst());
        assertTrue(
                lines.get(1).matches("✗ power.breaker.continuous.q1 +40.8 kW on a breaker.*"),
                lines.get(1));
        assertTrue(lines.stream().anyMatch(line -> line.strip().startsWith("fix: a breaker of")));
        assertTrue(lines.stream().anyMatch(line -> line.strip().startsWith("source: NEC")));
    }

    @Test
    void noLineIsWiderThanTheTerminalAndColourIsOptional() {
        for (var yaml : new String[] {SamplePlan.text(), OVERLOADED, "nonsense: 1", "racks: ["}) {
            var text = PlanReportText.of(PlanCheck.check(yaml), Look.PLAIN);
            assertTrue(text.lines().allMatch(line -> line.length() <= Look.COLUMNS), text);
            assertFalse(text.contains("\u001b"));
            assertTrue(
                    PlanReportText.of(PlanCheck.check(yaml), Look.PLAIN.colored())
                            .contains("\u001b["));
        }
    }

    @Test
    void whatPassesIsCountedAndListedOnlyWhenAsked() {
        var report = PlanCheck.check(OVERLOADED);
        var few = PlanReportText.of(report, Look.PLAIN).lines().toList();
        var all = PlanReportText.of(report, Look.PLAIN.withAll()).lines().toList();
        assertEquals(1, few.stream().filter(line -> line.startsWith("✓")).count());
        assertTrue(few.getLast().matches("✓ \\d+ results of \\d+ rules pass; --all lists them"));
        assertTrue(all.stream().filter(line -> line.startsWith("✓")).count() > 10);
        assertEquals(few.getFirst(), all.getFirst());
    }

    @Test
    void whatOneFixMendsIsShownOnce() {
        var plan = ReferencePlans.text("mixed-brownfield").orElseThrow();
        var report = assertInstanceOf(PlanReport.Checked.class, PlanCheck.check(plan));
        assertEquals(6, report.count(Verdict.Fail.class));
        var lines = PlanReportText.of(report, Look.PLAIN).lines().toList();
        assertEquals(2, lines.stream().filter(line -> line.startsWith("✗ power.")).count());
        assertTrue(lines.contains("      likewise: ups-1, pdu-1"), lines::toString);
    }

    @Test
    void aMissingFigureIsAskedForOnce() {
        var plan = SamplePlan.text().replaceAll("(?m)^ +max-kw:.*\n", "");
        var text = PlanReportText.of(PlanCheck.check(plan), Look.PLAIN);
        assertEquals(1, text.lines().filter(line -> line.contains("max-kw from")).count(), text);
        assertTrue(text.contains("likewise: ") && text.contains(" more"), text);
    }

    @Test
    void jsonCarriesInputsLimitMarginSourceAndFix() throws IOException {
        var json = new ObjectMapper().readTree(PlanReportJson.of(PlanCheck.check(OVERLOADED)));
        assertFalse(json.path("passes").asBoolean(true));
        var result = json.path("results").get(0);
        assertEquals("fail", result.path("verdict").asText());
        assertEquals(40_800, result.path("value").asLong());
        assertEquals(34_416, result.path("limit").asLong());
        assertEquals("W", result.path("unit").asText());
        assertTrue(result.path("margin_permille").asLong() < 0);
        assertTrue(result.path("inputs").size() >= 3 && result.has("source") && result.has("fix"));
    }

    @Test
    void jsonOfAnUnreadablePlanListsItsProblems() throws IOException {
        var json = new ObjectMapper().readTree(PlanReportJson.of(PlanCheck.check("nonsense: 1")));
        assertFalse(json.path("passes").asBoolean(true));
        assertEquals("site", json.path("problems").get(0).path("path").asText());
    }
}
