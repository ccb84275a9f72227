// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.plan.site.Site;
import io.wattmill.twin.plan.site.Weather;
import io.wattmill.twin.planfile.PlanReader;
import io.wattmill.twin.planfile.PlanReading;
import io.wattmill.twin.planfile.ReferencePlans;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every rule of the book in plans that it passes, and in plans with one thing changed that it does
 * not. The cases stand in rule-cases.txt, one a line: rule, verdict, plan, and what is replaced by
 * what.
 */
class RuleCasesTest {

    /** One line. */
    record Case(String rule, String verdict, String plan, List<String> changes) {
        @Override
        public String toString() {
            return rule + " " + verdict + " " + changes;
        }
    }

    static List<Case> cases() {
        try (var in = RuleCasesTest.class.getResourceAsStream("/rule-cases.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(RuleCasesTest::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Case parse(String line) {
        var parts = List.of(line.split(" \\| "));
        return new Case(parts.get(0), parts.get(1), parts.get(2), parts.subList(3, parts.size()));
    }

    private static FacilityPlan plan(Case given) {
        var text = ReferencePlans.text(given.plan()).orElseThrow();
        for (var change : given.changes()) {
            var sides = change.split(" => ", 2);
            var from = sides[0].replace("\\n", "\n");
            assertTrue(text.contains(from), () -> "no " + from + " in " + given.plan());
            text = text.replace(from, sides[1].replace("\\n", "\n").replace("NOTHING", ""));
        }
        var reading = PlanReader.read(text);
        return assertInstanceOf(PlanReading.Understood.class, reading, reading::toString).plan();
    }

    private static Rule rule(String id) {
        return RuleBook.rules().stream()
                .filter(rule -> rule.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no rule " + id));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void saysWhatTheCaseExpects(Case given) {
        var results = rule(given.rule()).check(plan(given));
        var verdicts = results.stream().map(r -> r.verdict().getClass().getSimpleName()).toList();
        assertTrue(verdicts.contains(given.verdict()), () -> results.toString());
        if (given.verdict().equals("Pass")) {
            assertEquals(Set.of("Pass"), Set.copyOf(verdicts), results::toString);
        }
    }

    @Test
    void everyRulePassesSomewhereAndIsNotPleasedSomewhereElse() {
        Map<String, Set<String>> seen = new HashMap<>();
        var cases = cases().stream().flatMap(c -> rule(c.rule()).check(plan(c)).stream());
        var references = ReferencePlans.names().stream().map(RulesOnReferencePlansTest::plan);
        var whole =
                Stream.concat(references, Stream.of(hotterThanAnywhere()))
                        .flatMap(plan -> RuleBook.check(plan).stream());
        Stream.concat(cases, whole)
                .forEach(
                        r ->
                                seen.computeIfAbsent(r.rule(), _ -> new HashSet<>())
                                        .add(r.verdict().getClass().getSimpleName()));
        var lacking =
                RuleBook.rules().stream()
                        .filter(rule -> !enough(rule.id(), seen.getOrDefault(rule.id(), Set.of())))
                        .map(rule -> rule.id() + " " + seen.get(rule.id()))
                        .collect(Collectors.toSet());
        assertEquals(Set.of(), lacking);
    }

    /** A day that the reader takes and that no station has seen. */
    private static FacilityPlan hotterThanAnywhere() {
        var plan = RulesOnReferencePlansTest.plan("hgx-h100-1-rack");
        var place = plan.place();
        var hours =
                new Weather.Hours(
                        Collections.nCopies(24, 58.0), Collections.nCopies(24, 25.0), List.of());
        return plan.at(
                new Site(
                        place.name(),
                        place.latitudeDeg(),
                        hours,
                        place.redundancy(),
                        place.availability()));
    }

    /** Whether something is given at all is for a rule to ask that can but pass or not say. */
    private static final Set<String> ASKING =
            Set.of("power.battery.present", "site.weather", "slo.load");

    private static boolean enough(String id, Set<String> verdicts) {
        boolean displeased =
                verdicts.contains("Fail")
                        || verdicts.contains("Warn")
                        || (ASKING.contains(id) && verdicts.contains("CannotSay"));
        return verdicts.contains("Pass") && displeased;
    }
}
