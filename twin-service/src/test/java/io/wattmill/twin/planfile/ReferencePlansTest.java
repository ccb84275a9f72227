// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.check.Look;
import io.wattmill.twin.check.PlanCheck;
import io.wattmill.twin.check.PlanReport;
import io.wattmill.twin.check.PlanReportText;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.rule.RuleResult;
import io.wattmill.twin.rule.Verdict;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

class ReferencePlansTest {
    private static final String BROWNFIELD = "mixed-brownfield";

    static List<String> names() {
        return ReferencePlans.names();
    }

    private static FacilityPlan plan(String name) {
        var reading = PlanReader.read(ReferencePlans.text(name).orElseThrow());
        return assertInstanceOf(PlanReading.Understood.class, reading, reading::toString).plan();
    }

    private static List<RuleResult> failures(String name) {
        var report = PlanCheck.check(ReferencePlans.text(name).orElseThrow());
        System.out.println(PlanReportText.of(report, Look.PLAIN));
        return assertInstanceOf(PlanReport.Checked.class, report).results().stream()
                .filter(result -> result.verdict() instanceof Verdict.Fail)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void isReadAndSaysWhatItIsAndNamesItsSchema(String name) {
        assertTrue(plan(name).gpus() > 0);
        assertTrue(ReferencePlans.title(name).length() > 20);
        var text = ReferencePlans.text(name).orElseThrow();
        assertTrue(text.contains("# yaml-language-server: $schema=plan.schema.json"));
        assertTrue(text.lines().allMatch(line -> line.length() <= 120), name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void failsNoRuleButTheOneThatItsCommentExplains(String name) {
        var failed = failures(name).stream().map(result -> result.rule()).distinct().toList();
        assertEquals(name.equals(BROWNFIELD) ? List.of("power.redundancy") : List.of(), failed);
    }

    @Test
    void holdsAsManyGpusAsTheirNamesSay() {
        assertEquals(32, plan("hgx-h100-1-rack").gpus());
        assertEquals(256, plan("hgx-b200-8-racks").gpus());
        assertEquals(72, plan("gb200-nvl72-1-rack").gpus());
        assertEquals(576, plan("gb200-nvl72-8-racks").gpus());
        assertEquals(72, plan("gb300-nvl72-1-rack").gpus());
        assertEquals(88, plan(BROWNFIELD).gpus());
    }

    @Test
    void hasNoOtherNames() {
        assertTrue(ReferencePlans.text("../plans/plan").isEmpty());
    }
}
