// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.planfile.PlanReader;
import io.wattmill.twin.planfile.PlanReading;
import io.wattmill.twin.planfile.ReferencePlans;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which figures rules judge, and by what: money, water, load and pumps. */
class JudgedFiguresTest {
    private static final String PLAN = "gb200-nvl72-1-rack";

    private static String text() {
        return ReferencePlans.text(PLAN).orElseThrow();
    }

    private static String changed(String text, String from, String to) {
        var other = text.replaceAll(from, to);
        assertTrue(!other.equals(text), "no " + from);
        return other;
    }

    private static List<RuleResult> check(String rule, String text) {
        var reading = PlanReader.read(text);
        var plan =
                assertInstanceOf(PlanReading.Understood.class, reading, reading::toString).plan();
        return RuleBook.rules().stream()
                .filter(each -> each.id().equals(rule))
                .flatMap(each -> each.check(plan).stream())
                .toList();
    }

    private static Set<Class<?>> kinds(List<RuleResult> results) {
        return results.stream().map(r -> r.verdict().getClass()).collect(Collectors.toSet());
    }

    @Property
    void aMarginOfAnyTwoFiguresIsANumber(@ForAll long value, @ForAll long limit) {
        var margin = new Measure(value, limit, Unit.MICRO_MONEY).marginPermille();
        assertEquals(limit == 0, margin.isEmpty());
    }

    @Test
    void aPriceOfManySmallCoinsHasAMargin() {
        long price = 48_000_000_000_000_000L;
        var margin = new Measure(price, 60_000_000, Unit.MICRO_MONEY).marginPermille();
        assertEquals(-799_999_999_000L, margin.orElseThrow());
        var least = new Measure(Long.MAX_VALUE, 1, Unit.MICRO_MONEY).marginPermille();
        assertEquals(Long.MIN_VALUE, least.orElseThrow());
    }

    @Test
    void aBoundInDollarsIsNotHeldAgainstAnotherMoney() {
        var rupiah = changed(text(), "currency: USD", "currency: IDR");
        assertEquals(
                Set.of(Verdict.CannotSay.class), kinds(check("money.demand-per-kw-month", rupiah)));
        assertEquals(Set.of(Verdict.Pass.class), kinds(check("money.demand-per-kw-month", text())));
        assertEquals(Set.of(Verdict.Pass.class), kinds(check("money.it-years", rupiah)));
    }

    @Test
    void towersEvaporateTheWorkOfCompressorsToo() {
        var wet =
                changed(
                        changed(
                                text(),
                                "kind: dry-cooler, rated-kw: 200, approach-k: \\d+",
                                "kind: tower, rated-kw: 200, approach-k: 4,"
                                        + " cycles-of-concentration: 4"),
                        "floor:\n",
                        "water-permit-m3-per-year: 100000\nfloor:\n");
        var inputs = check("cooling.water.permit", wet).getFirst().inputs();
        long heat = inputs.getFirst().quantity().value();
        long racks = 18 * 7_300;
        assertTrue(heat > racks, () -> heat + " of " + inputs);
    }

    @Test
    void capacityIsNotJudgedByAPartOfTheLoad() {
        var both =
                changed(
                        text(),
                        "workloads:\n",
                        "workloads:\n  - {id: replay, model: reasoning, trace: {path: t.jsonl,"
                                + " format: mooncake}}\n");
        for (var rule : List.of("slo.capacity", "slo.capacity.prompts", "slo.capacity.loss")) {
            assertEquals(Set.of(Verdict.CannotSay.class), kinds(check(rule, both)), rule);
        }
    }

    @Test
    void pumpsNeedAUpsOnlyWhereTheirRacksHaveOne() {
        var rule = "cooling.ride-through.pumps";
        var raw =
                changed(
                        text(),
                        "fed-by: \\[ups-(.)\\]\n    cooled",
                        "fed-by: [msb-$1]\n    cooled");
        assertEquals(Set.of(Verdict.Fail.class), kinds(check(rule, raw)));
        var unclaimed = changed(raw, "redundancy: 2n", "redundancy: n");
        assertEquals(Set.of(Verdict.Warn.class), kinds(check(rule, unclaimed)));
        var noUps = changed(raw, "(rated-kw: \\d+, fed-by: )\\[ups-(.)\\]", "$1[msb-$2]");
        assertEquals(List.of(), check(rule, noUps));
    }
}
