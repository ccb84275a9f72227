// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.wattmill.twin.facility.planned.FacilityOf;
import io.wattmill.twin.facility.planned.NodeDraw;
import io.wattmill.twin.facility.year.Facility;
import io.wattmill.twin.facility.year.Standing;
import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.planfile.PlanReader;
import io.wattmill.twin.planfile.PlanReading;
import io.wattmill.twin.planfile.ReferencePlans;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the rules say of the loss of a unit, the building's physics say too. */
class RulesAndPhysicsTest {
    private static final Set<String> OF_LOSSES = Set.of("power.redundancy", "cooling.outage");

    /** By what rounding may leave, and the losses below it that rules of the chain do not add. */
    private static final double ALL = 0.999;

    static List<String> names() {
        return ReferencePlans.names();
    }

    private static FacilityPlan plan(String text) {
        return assertInstanceOf(PlanReading.Understood.class, PlanReader.read(text)).plan();
    }

    /** Units without which the racks get less, in the hottest hour at full draw. */
    private static Set<String> harmful(FacilityPlan plan) {
        Facility facility = FacilityOf.of(plan, NodeDraw.constant(plan, 1));
        var hottest =
                facility.weather().hottestHours().stream()
                        .map(hour -> new Standing(facility, hour))
                        .toList();
        return facility.mayFail().stream()
                .filter(id -> hottest.stream().anyMatch(hour -> hour.served(List.of(id)) < ALL))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> failed(FacilityPlan plan) {
        return RuleBook.check(plan).stream()
                .filter(result -> OF_LOSSES.contains(result.rule()))
                .filter(result -> result.verdict() instanceof Verdict.Fail)
                .map(RuleResult::subject)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @MethodSource("names")
    void agreeOnEveryUnitOfTheReferencePlans(String name) {
        var plan = plan(ReferencePlans.text(name).orElseThrow());
        assertEquals(harmful(plan), failed(plan));
    }

    @Test
    void agreeOnCoolingThatHangsOnOneSide() {
        var text = ReferencePlans.text("gb200-nvl72-8-racks").orElseThrow();
        var plan = plan(text.replace("fed-by: [ups-a, ups-b]", "fed-by: [ups-a]"));
        assertEquals(Set.of("msb-a", "ups-a"), failed(plan));
        assertEquals(failed(plan), harmful(plan));
    }
}
