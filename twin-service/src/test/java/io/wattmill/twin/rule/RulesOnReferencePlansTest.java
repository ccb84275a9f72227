// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.planfile.PlanReader;
import io.wattmill.twin.planfile.PlanReading;
import io.wattmill.twin.planfile.ReferencePlans;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.HashSet;
import java.util.List;

/** The whole book on whole plans. */
class RulesOnReferencePlansTest {
    static List<String> names() {
        return ReferencePlans.names();
    }

    static FacilityPlan plan(String name) {
        var reading = PlanReader.read(ReferencePlans.text(name).orElseThrow());
        return assertInstanceOf(PlanReading.Understood.class, reading).plan();
    }

    @Test
    void thereAreAtLeastFiftyRulesAndNoTwoHaveOneName() {
        var ids = RuleBook.rules().stream().map(Rule::id).toList();
        assertTrue(ids.size() >= 50, () -> ids.size() + " rules");
        assertEquals(ids.size(), new HashSet<>(ids).size());
        for (Rule rule : RuleBook.rules()) {
            assertTrue(rule.id().matches("[a-z0-9]+(\\.[a-z0-9-]+)+"), rule.id());
            assertTrue(rule.demand().endsWith("."), rule.id());
            assertTrue(rule.source().length() > 5, rule.id());
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyResultCarriesItsFixAndSource(String name) {
        var results = RuleBook.check(plan(name));
        for (RuleResult result : results) {
            print(name, result);
            assertTrue(!result.verdict().statement().isBlank(), result::toString);
            assertTrue(!result.verdict().statement().contains("{"), result::toString);
            switch (result.verdict()) {
                case Verdict.Pass pass -> assertTrue(pass.measure().holds(), result::toString);
                case Verdict.Warn warn -> assertTrue(!warn.fix().isBlank(), result::toString);
                case Verdict.Fail fail -> {
                    assertTrue(!fail.measure().holds(), result::toString);
                    assertTrue(!fail.fix().isBlank(), result::toString);
                }
                case Verdict.CannotSay cannot -> assertTrue(!cannot.fix().isBlank());
            }
        }
    }

    private static void print(String name, RuleResult result) {
        if (!(result.verdict() instanceof Verdict.Pass)) {
            System.out.println(
                    "%s %s %s.%s: %s -> %s"
                            .formatted(
                                    name,
                                    result.verdict().getClass().getSimpleName(),
                                    result.rule(),
                                    result.subject(),
                                    result.verdict().statement(),
                                    result.inputs()));
        }
    }
}
