// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.figure.Figure;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Set;
import java.util.stream.Collectors;

/** The claim that ships, held against what was computed from its constants by hand. */
class HopperClaimTest {
    private final ClaimReport report = Claims.tested(Claims.text("gb300-vs-hopper.yaml"));

    private static String three(Figure figure) {
        return new BigDecimal(figure.value()).round(new MathContext(3)).toPlainString();
    }

    private static String three(Rebuilt rebuilt, Ratio ratio) {
        return three(rebuilt.ratios().of(ratio).orElseThrow());
    }

    private Hinge hinge(String name) {
        var found = report.hinges().stream().filter(each -> each.name().startsWith(name)).toList();
        assertEquals(1, found.size(), () -> name + " in " + report.hinges());
        return found.getFirst();
    }

    private void assertHinge(String name, String perMegawatt, String perDollar) {
        var rebuilt = hinge(name).rebuilt();
        assertEquals(perMegawatt, three(rebuilt, Ratio.TOKENS_PER_MEGAWATT), name);
        assertEquals(perDollar, three(rebuilt, Ratio.TOKENS_PER_DOLLAR), name);
    }

    @Test
    void isRebuiltFromItsConstantsToThreeDigits() {
        assertEquals("65.0", three(report.rebuilt(), Ratio.TOKENS_PER_GPU));
        assertEquals("53.5", three(report.rebuilt(), Ratio.TOKENS_PER_MEGAWATT));
        assertEquals("34.6", three(report.rebuilt(), Ratio.TOKENS_PER_DOLLAR));
        assertTrue(report.reproducible());
    }

    @Test
    void givesEachSidesCostAndEnergy() {
        assertEquals("4.24", three(report.rebuilt().a().dollarsPerMillionTokens().orElseThrow()));
        assertEquals("0.123", three(report.rebuilt().b().dollarsPerMillionTokens().orElseThrow()));
        assertEquals("18.7", three(report.rebuilt().a().joulesPerToken().orElseThrow()));
        assertEquals("0.350", three(report.rebuilt().b().joulesPerToken().orElseThrow()));
        var perMegawatt = report.rebuilt().b().tokensPerSecondPerMegawatt().orElseThrow();
        assertEquals(2_857_143, perMegawatt.value(), 1);
    }

    @Test
    void becomesWhatEachAssumptionMakesOfIt() {
        assertHinge("a neocloud's", "53.5", "34.3");
        assertHinge("three years' rental", "53.5", "26.3");
        assertHinge("40 tokens/s", "15.0", "9.70");
        assertHinge("116 tokens/s", "82.4", "49.0");
        assertHinge("FP8 on both sides", "53.5", "31.9");
        assertHinge("75 tokens/s", "45.3", "32.4");
        assertHinge("multi-token prediction off", "2.51", "1.62");
        assertHinge("the GPUs' design power", "32.5", "34.6");
        assertHinge("measured under load", "27.7", "34.6");
        assertHinge("b's dollars per GPU-hour 2.21", "53.5", "41.5");
    }

    @Test
    void namesWhatMovesItFarthestFirst() {
        assertEquals("speculative decoding", report.hinges().getFirst().assumption());
        assertEquals(21.4, report.hinges().getFirst().moves(), 0.05);
        for (int i = 1; i < report.hinges().size(); i++) {
            assertTrue(report.hinges().get(i - 1).moves() >= report.hinges().get(i).moves());
        }
        assertEquals("workload", report.open().getFirst().assumption());
    }

    @Test
    void flagsTheOneFigureThatDoesNotFollow() {
        var flagged =
                report.hinges().stream().filter(each -> !each.mismatches().isEmpty()).toList();
        assertEquals(1, flagged.size());
        var mismatch = flagged.getFirst().mismatches().getFirst();
        assertEquals(65, mismatch.said().value());
        assertEquals("49.0", three(mismatch.follows()));
    }

    @Test
    void costsNineTimesAsMuchWhenOutputAloneIsCounted() {
        var output = hinge("output tokens only").rebuilt();
        assertEquals("34.6", three(output, Ratio.TOKENS_PER_DOLLAR));
        assertEquals("38.2", three(output.a().dollarsPerMillionTokens().orElseThrow()));
        assertEquals("1.11", three(output.b().dollarsPerMillionTokens().orElseThrow()));
    }

    @Test
    void isRefusedALikeForLikeStatement() {
        assertFalse(report.comparable());
        assertEquals(
                Set.of(
                        Condition.PRECISION,
                        Condition.LATENCY_TARGET,
                        Condition.UTILIZATION,
                        Condition.ENERGY_PRICE,
                        Condition.ACCOUNTING_BOUNDARY),
                report.obstacles().stream().map(Obstacle::condition).collect(Collectors.toSet()));
        assertTrue(
                report.obstacles()
                        .contains(
                                new Obstacle.Differs(
                                        Condition.PRECISION, "weights", "fp8", "fp4")));
    }

    @Test
    void saysHowLittleItTrustsAPlaceholder() {
        var perDollar = report.rebuilt().ratios().of(Ratio.TOKENS_PER_DOLLAR).orElseThrow();
        assertEquals(Provenance.ASSUMED, perDollar.provenance());
        assertEquals(64.3 * 1.41 / 2.652, perDollar.low(), 0.02);
        assertEquals(66.7 * 1.41 / 2.21, perDollar.high(), 0.05);
    }

    @Test
    void standsBesideWhatOthersMeasured() {
        var checks = report.claim().crossChecks();
        assertEquals("2.95", three(checks.get(0).perGpu()));
        assertEquals("3.25", three(checks.get(1).perGpu()));
        assertEquals("2.41", three(checks.get(2).perMegawatt().orElseThrow()));
        assertEquals("2.58", three(checks.get(3).perMegawatt().orElseThrow()));
        assertEquals("2.85", three(checks.get(4).perGpu()));
    }

    @Test
    void answersWhatIf() {
        var asked =
                Claims.tested(
                        Claims.text("gb300-vs-hopper.yaml"),
                        "a.price.per-gpu-hour=1.60",
                        "b.price.per-gpu-hour=3.96");
        assertEquals("26.3", three(asked.rebuilt(), Ratio.TOKENS_PER_DOLLAR));
        assertEquals("34.6", three(asked.before().orElseThrow(), Ratio.TOKENS_PER_DOLLAR));
        assertFalse(asked.reproducible());
    }
}
