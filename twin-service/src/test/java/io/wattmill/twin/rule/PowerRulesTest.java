// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.plan.FacilityPlan;
import io.wattmill.twin.planfile.PlanReader;
import io.wattmill.twin.planfile.PlanReading;

import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a loss comes to on chains that are not as in the reference plans: 10 kW per rack. */
class PowerRulesTest {
    private static final String NODES =
            "node-types:\n  node: {gpu: h100-sxm, gpus: 8, max-kw: 10}\n";
    private static final String BREAKER = "phases: 3, volts: 415, amps: 1000, power-factor: 1}\n";

    /** One second where a processor is free, four on a crowded one; a minute and more is the bug. */
    private static final double BOUND_SECONDS = 10;

    private static FacilityPlan plan(String claim, String units, String racks) {
        var text =
                "site: {name: hall, redundancy: %s, availability-percent: 99.9}\n".formatted(claim)
                        + units
                        + "racks:\n"
                        + racks
                        + NODES;
        var reading = PlanReader.read(text);
        return assertInstanceOf(PlanReading.Understood.class, reading, reading::toString).plan();
    }

    private static String text(String... parts) {
        return String.join("", parts);
    }

    private static String rack(String id, String cords) {
        return "  - {id: %s, fed-by: [%s], nodes: [{type: node, count: 1}]}\n".formatted(id, cords);
    }

    private static String breaker(String id, String fedBy) {
        return "  - {id: %s, fed-by: [%s], ".formatted(id, fedBy) + BREAKER;
    }

    private static List<RuleResult> check(String rule, FacilityPlan plan) {
        return RuleBook.rules().stream()
                .filter(each -> each.id().equals(rule))
                .flatMap(each -> each.check(plan).stream())
                .toList();
    }

    private static Verdict verdict(String rule, FacilityPlan plan, String subject) {
        return check(rule, plan).stream()
                .filter(result -> result.subject().equals(subject))
                .findFirst()
                .orElseThrow(() -> new AssertionError(rule + " says nothing about " + subject))
                .verdict();
    }

    private static FacilityPlan cooledByOnePath(String racks) {
        return plan(
                "n+1",
                text(
                        """
                        feeds: [{id: f, rated-kw: 1000}]
                        switchboards: [{id: msb, rated-kw: 1000, fed-by: [f]}]
                        pdus: [{id: mech, rated-kw: 100, fed-by: [msb]}]
                        crahs: [{id: crah, rated-kw: 50, fan-kw: 5, supply-c: 22, fed-by: [b1]}]
                        breakers:
                        """,
                        breaker("b1", "mech"),
                        breaker("q", "msb")),
                racks);
    }

    @Test
    void theLossOfWhatFeedsCoolingAloneLeavesTheRestAsItWas() {
        var plan = cooledByOnePath(rack("r", "msb"));
        assertInstanceOf(Verdict.Pass.class, verdict("power.redundancy", plan, "mech"));
    }

    private static FacilityPlan behindOneUps(int generatorKw) {
        return plan(
                "n",
                text(
                        """
                        feeds: [{id: f, rated-kw: 1000}]
                        generators: [{id: gen, rated-kw: %d}]
                        switchboards: [{id: msb, rated-kw: 1000, fed-by: [f], backed-by: [gen]}]
                        ups: [{id: u, rated-kw: 200, fed-by: [msb]}]
                        breakers:
                        """
                                .formatted(generatorKw),
                        breaker("q", "u")),
                IntStream.range(0, 9).mapToObj(i -> rack("r" + i, "q")).collect(joining()));
    }

    private static Collector<CharSequence, ?, String> joining() {
        return Collectors.joining();
    }

    @Test
    void aGeneratorCarriesWhatTheUpsLosesToo() {
        // 90 kW of racks; the UPS at 0.45 of its rating loses 200 x (0.012 + 0.0054 + 0.00324) kW
        var carries = "power.generator.carries";
        assertInstanceOf(Verdict.Fail.class, verdict(carries, behindOneUps(93), "gen"));
        assertInstanceOf(Verdict.Pass.class, verdict(carries, behindOneUps(98), "gen"));
    }

    private static FacilityPlan oneCord(String claim) {
        return plan(
                claim,
                text(
                        """
                        feeds: [{id: fa, rated-kw: 1000}, {id: fb, rated-kw: 1000}]
                        pdus:
                          - {id: a, rated-kw: 100, fed-by: [fa]}
                          - {id: b, rated-kw: 100, fed-by: [fb]}
                        breakers:
                        """,
                        breaker("q", "a, b")),
                rack("r", "q"));
    }

    @Test
    void oneBreakerIsALossThatARedundantSiteSurvivesButARackOnItDoesNot() {
        var fail = verdict("power.redundancy", oneCord("n+1"), "q");
        assertInstanceOf(Verdict.Fail.class, fail);
        assertTrue(fail.statement().contains("breaker q leaves r without"), fail::statement);
        var silent =
                check("power.redundancy", oneCord("n")).stream()
                        .noneMatch(result -> result.subject().equals("q"));
        assertTrue(silent, "a site that claims nothing is not asked of every breaker");
    }

    @Test
    void coolingThatNothingFeedsIsInNoLoadAndThatIsSaid() {
        var fed = cooledByOnePath(rack("r", "q"));
        assertEquals(1, check("power.load.feed", fed).size());
        var unfed =
                plan(
                        "n",
                        "feeds: [{id: f, rated-kw: 1000}]\n"
                                + "crahs: [{id: crah, rated-kw: 50, fan-kw: 5, supply-c: 22}]\n"
                                + "breakers:\n"
                                + breaker("q", "f"),
                        rack("r", "q"));
        var says = verdict("power.load.feed", unfed, "hall");
        assertInstanceOf(Verdict.CannotSay.class, says);
        assertTrue(says.statement().contains("crah"), says::statement);
    }

    @Test
    void aBreakerBeforeATransformerIsNotJudgedByWhatServersTake() {
        var plan =
                plan(
                        "n",
                        text(
                                """
                                feeds: [{id: f, rated-kw: 1000}]
                                transformers: [{id: tx, rated-kw: 1000, fed-by: [medium]}]
                                breakers:
                                  - {id: medium, fed-by: [f], phases: 3, volts: 12470, amps: 100}
                                """,
                                breaker("q", "tx")),
                        rack("r", "q"));
        var subjects =
                check("power.breaker.voltage", plan).stream().map(RuleResult::subject).toList();
        assertEquals(List.of("q"), subjects);
    }

    @Test
    void whatCarriesMostIsTakenIntoMaintenanceFirst() {
        var idle = IntStream.range(0, 30).mapToObj(i -> "{id: idle%d, rated-kw: 9}".formatted(i));
        var plan =
                plan(
                        "n+2",
                        "feeds: [%s, {id: fa, rated-kw: 1000}, {id: fb, rated-kw: 1000}]\n"
                                        .formatted(idle.collect(Collectors.joining(", ")))
                                + "breakers:\n"
                                + breaker("qa", "fa")
                                + breaker("qb", "fb"),
                        rack("r", "qa, qb"));
        var fail = verdict("power.maintenance", plan, "hall");
        assertInstanceOf(Verdict.Fail.class, fail);
        assertTrue(fail.statement().contains("of 32 large units 24"), fail::statement);
    }

    private static FacilityPlan hall(int racks) {
        int perPdu = 50;
        var pdus =
                IntStream.range(0, racks / perPdu)
                        .mapToObj(
                                i ->
                                        ("  - {id: pa%d, rated-kw: 9000, fed-by: [ua]}\n"
                                             + "  - {id: pb%d, rated-kw: 9000, fed-by: [ub]}\n")
                                                .formatted(i, i))
                        .collect(joining());
        var breakers =
                IntStream.range(0, racks)
                        .mapToObj(
                                i ->
                                        breaker("qa" + i, "pa" + i / perPdu)
                                                + breaker("qb" + i, "pb" + i / perPdu))
                        .collect(joining());
        return plan(
                "n+1",
                text(
                        """
                        feeds: [{id: fa, rated-kw: 90000}, {id: fb, rated-kw: 90000}]
                        ups:
                          - {id: ua, rated-kw: 90000, fed-by: [fa], backed-by: [bat]}
                          - {id: ub, rated-kw: 90000, fed-by: [fb], backed-by: [bat]}
                        batteries: [{id: bat, rated-kw: 90000, energy-kwh: 9000}]
                        """,
                        "pdus:\n",
                        pdus,
                        "breakers:\n",
                        breakers),
                IntStream.range(0, racks)
                        .mapToObj(i -> rack("r" + i, "qa%d, qb%d".formatted(i, i)))
                        .collect(joining()));
    }

    /** Of the thread that runs the test. */
    private static double cpuSeconds() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
    }

    @Test
    void aHallOfThreeThousandBreakersIsCheckedInSecondsOfOneProcessor() {
        var plan = hall(1_500);
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < 2; i++) {
            double before = cpuSeconds();
            for (Rule rule : RuleBook.rules()) {
                if (rule.id().startsWith("power.") || rule.id().startsWith("availability.")) {
                    assertTrue(rule.check(plan).size() < 10_000);
                }
            }
            best = Math.min(best, cpuSeconds() - before);
        }
        System.out.printf("3,000 breakers, 1,500 racks: %.2f s%n", best);
        assertTrue(best < BOUND_SECONDS, "took " + best + " s");
    }
}
