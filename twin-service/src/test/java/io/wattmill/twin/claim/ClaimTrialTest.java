// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.claim.read.ClaimReader;
import io.wattmill.twin.claim.read.ClaimReading;
import io.wattmill.twin.figure.Figure;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Locale;

class ClaimTrialTest {
    private static final String SAMPLE = Claims.text("sample.yaml");

    private static double ratio(ClaimReport report, Ratio ratio) {
        return report.rebuilt().ratios().of(ratio).orElseThrow().value();
    }

    private static String set(String path, double value) {
        return String.format(Locale.ROOT, "%s=%.9f", path, value);
    }

    @Test
    void comparesSidesThatToldTheSame() {
        var report = Claims.tested(SAMPLE);
        assertTrue(report.comparable(), () -> report.obstacles().toString());
        assertTrue(report.reproducible());
    }

    @ParameterizedTest
    @CsvSource({
        "b.model, llama-3.1-8b, MODEL",
        "b.weights, fp4, PRECISION",
        "b.kv, bf16, PRECISION",
        "b.workload.input-tokens, 4096, WORKLOAD",
        "b.workload.output-tokens, 1, WORKLOAD",
        "b.workload.dataset, random, WORKLOAD",
        "b.workload.prefix-cache, true, WORKLOAD",
        "b.latency.interactivity, 41, LATENCY_TARGET",
        "b.latency.ttft-ms, 900, LATENCY_TARGET",
        "b.utilization, 0.61, UTILIZATION",
        "b.energy-price-per-kwh, 0.05, ENERGY_PRICE",
        "b.boundary, it, ACCOUNTING_BOUNDARY",
        "b.power.basis, measured, ACCOUNTING_BOUNDARY",
        "b.price.owner, neocloud, ACCOUNTING_BOUNDARY",
        "b.tokens, output, ACCOUNTING_BOUNDARY",
        "a.weights, null, PRECISION",
        "a.latency.interactivity, null, LATENCY_TARGET",
        "a.boundary, null, ACCOUNTING_BOUNDARY"
    })
    void refusesToCompareWhatDiffersOrIsNotTold(String path, String value, Condition condition) {
        var report = Claims.tested(SAMPLE, path + "=" + value);
        assertFalse(report.comparable());
        assertEquals(
                List.of(condition), report.obstacles().stream().map(Obstacle::condition).toList());
        assertTrue(report.rebuilt().ratios().of(Ratio.TOKENS_PER_DOLLAR).isPresent());
    }

    @Test
    void comparesSystemsThatGuessAheadOrSplitOtherwise() {
        assertTrue(
                Claims.tested(SAMPLE, "b.speculative.on=true", "b.parallelism=tp 4").comparable());
    }

    @Property(tries = 200)
    void ratiosAreThoseOfTheirConstants(
            @ForAll @DoubleRange(min = 0.01, max = 100_000) double tokensA,
            @ForAll @DoubleRange(min = 0.01, max = 100_000) double tokensB,
            @ForAll @DoubleRange(min = 0.01, max = 50) double kwA,
            @ForAll @DoubleRange(min = 0.01, max = 50) double priceB,
            @ForAll @DoubleRange(min = 0.01, max = 1) double busyB) {
        var report =
                Claims.tested(
                        SAMPLE,
                        set("a.throughput.tokens-per-s-per-gpu", tokensA),
                        set("b.throughput.tokens-per-s-per-gpu", tokensB),
                        set("a.power.kw-per-gpu", kwA),
                        set("b.price.per-gpu-hour", priceB),
                        set("b.utilization", busyB));
        double times = tokensB / tokensA;
        assertClose(times, ratio(report, Ratio.TOKENS_PER_GPU));
        assertClose(times * kwA / 2.17 * busyB / 0.6, ratio(report, Ratio.TOKENS_PER_MEGAWATT));
        assertClose(times * 1.30 / priceB * busyB / 0.6, ratio(report, Ratio.TOKENS_PER_DOLLAR));
        double perMtok = priceB / busyB / (tokensB * 3_600 / 1e6);
        assertClose(perMtok, report.rebuilt().b().dollarsPerMillionTokens().orElseThrow().value());
    }

    private static void assertClose(double expected, double actual) {
        assertEquals(1, actual / expected, 1e-4);
    }

    @Test
    void statedTokensPerDollarAreTakenAtTheirWord() {
        var report = Claims.tested(SAMPLE, "tokens-per-dollar-ratio=9.7");
        assertEquals(9.7, ratio(report, Ratio.TOKENS_PER_DOLLAR), 1e-9);
        assertClose(9.7 * 1.95 / 1.30, ratio(report, Ratio.TOKENS_PER_GPU));
        assertClose(9.7 * 1.95 / 1.30 * 1.73 / 2.17, ratio(report, Ratio.TOKENS_PER_MEGAWATT));
        assertClose(
                9.7,
                report.rebuilt().a().dollarsPerMillionTokens().orElseThrow().value()
                        / report.rebuilt().b().dollarsPerMillionTokens().orElseThrow().value());
    }

    @Test
    void measuredPowerIsNotRaisedByIdleHours() {
        var all = Claims.tested(SAMPLE, "a.power.basis=measured", "b.power.basis=measured");
        var half =
                Claims.tested(
                        SAMPLE,
                        "a.power.basis=measured",
                        "b.power.basis=measured",
                        "b.utilization=0.3");
        assertEquals(
                ratio(all, Ratio.TOKENS_PER_MEGAWATT),
                ratio(half, Ratio.TOKENS_PER_MEGAWATT),
                1e-9);
        assertClose(ratio(all, Ratio.TOKENS_PER_DOLLAR) / 2, ratio(half, Ratio.TOKENS_PER_DOLLAR));
    }

    @Test
    void aClaimThatDoesNotFollowIsSaidToBeNone() {
        var report =
                Claims.tested(SAMPLE.replace("tokens-per-megawatt: 2", "tokens-per-megawatt: 5"));
        assertFalse(report.reproducible());
    }

    @Test
    void aClaimWithoutThePowerToRebuildItIsNotReproducible() {
        var report = Claims.tested(SAMPLE, "b.power=null");
        assertFalse(report.reproducible());
        assertTrue(report.rebuilt().ratios().of(Ratio.TOKENS_PER_MEGAWATT).isEmpty());
    }

    @Test
    void theEngineModelsViewUsesTheClaimsConstants() {
        Throughput model =
                (side, interactivity) ->
                        new Throughput.Expected.Of(
                                Figure.within(
                                        (side.gpu().equals("b200-sxm") ? 3_000 : 1_000)
                                                * 40
                                                / interactivity,
                                        0.1,
                                        Provenance.FITTED,
                                        "test"));
        var claim =
                assertInstanceOf(ClaimReading.Understood.class, ClaimReader.read(SAMPLE)).claim();
        var expected = ClaimTrial.test(claim, model).expectations().getFirst();
        var perMegawatt = expected.ratios().of(Ratio.TOKENS_PER_MEGAWATT).orElseThrow();
        assertClose(3 * 1.73 / 2.17, perMegawatt.value());
        assertTrue(perMegawatt.low() < perMegawatt.value());
        assertEquals(Provenance.CLAIMED, perMegawatt.provenance());
    }

    @Test
    void whoeverCannotSayLeavesNoRatio() {
        var expected = Claims.tested(SAMPLE).expectations().getFirst();
        assertTrue(expected.ratios().told().isEmpty());
        assertInstanceOf(Throughput.Expected.CannotSay.class, expected.a());
    }
}
