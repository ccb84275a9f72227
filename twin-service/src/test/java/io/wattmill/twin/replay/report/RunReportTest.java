// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.wattmill.twin.replay.report.RunReport.Requests;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

class RunReportTest {

    private static final RunLabel LABEL =
            new RunLabel("replay", "t.jsonl", "m", "http://127.0.0.1:1", 2);

    private final RunTally tally = new RunTally(new Slo(500_000, 40_000));

    @Test
    void countsLatencyFromTheScheduledTime() {
        tally.completed(new Measurement(1_000_000, 1_100_000, 1_300_000, 1_310_000, usage(11)));
        RunReport report = tally.report(LABEL);
        assertWithinATenthPercent(100_000, report.latency().ttft().p50Us());
        assertWithinATenthPercent(20_000, report.latency().tpot().p50Us());
        assertWithinATenthPercent(310_000, report.latency().e2e().p50Us());
        assertEquals(1_310_000, report.durationUs());
    }

    @Test
    void countsOnlyWhatMetBothLimitsAsGood() {
        tally.completed(new Measurement(0, 500_000, 900_000, 900_000, usage(11)));
        tally.completed(new Measurement(0, 500_001, 900_000, 900_000, usage(11)));
        tally.completed(new Measurement(0, 1_000, 900_000, 900_000, usage(11)));
        tally.completed(new Measurement(0, 1_000, 1_000, 1_000, usage(1)));
        tally.failed(ErrorClass.TRUNCATED, "", 2_000_000);
        RunReport report = tally.report(LABEL);
        assertEquals(2, report.goodput().met());
        assertEquals(0.4, report.goodShare(), 1e-9);
        assertEquals(1.0, report.perSecond(report.goodput().met()), 1e-9);
    }

    @Test
    void addsEnergyAndMoneyExactly() {
        tally.completed(measured(paid(1_500_000, "predicted", "0.000000100")));
        tally.completed(measured(paid(500_001, "measured", "0.000000023")));
        tally.completed(measured(usage(4)));
        RunReport report = tally.report(LABEL);
        RunReport.EnergySum energy = report.energy().orElseThrow();
        assertEquals(2_000_001, energy.microjoules());
        assertEquals("mixed", energy.method());
        assertEquals(2 * 104, energy.tokens());
        assertEquals(Optional.of(new Money("USD", new BigDecimal("0.000000123"))), report.cost());
        assertEquals(Map.of(Remark.WITHOUT_ENERGY, 1L, Remark.WITHOUT_COST, 1L), report.remarks());
    }

    @Test
    void addsNoTwoCurrencies() {
        tally.completed(measured(paid(1, "predicted", "1.5")));
        AnswerUsage euros =
                new AnswerUsage(
                        1, 0, 1, Optional.empty(), Optional.of(new Money("EUR", BigDecimal.ONE)));
        tally.completed(measured(euros));
        assertEquals(
                Optional.of(new Money("USD", new BigDecimal("1.5"))), tally.report(LABEL).cost());
        assertEquals(1L, tally.report(LABEL).remarks().get(Remark.WITHOUT_COST));
    }

    @Test
    void ordersErrorsByFrequencyAndKeepsTheFirstExample() {
        tally.failed(ErrorClass.TRUNCATED, "a", 1);
        tally.failed(ErrorClass.status(503), "b", 2);
        tally.failed(ErrorClass.status(503), "c", 3);
        assertEquals(
                "[http_503 2 b, truncated 1 a]",
                tally.report(LABEL).errors().stream()
                        .map(
                                error ->
                                        error.error().label()
                                                + " "
                                                + error.count()
                                                + " "
                                                + error.example())
                        .toList()
                        .toString());
    }

    @Test
    void accountsForEveryScheduledRequest() {
        tally.sent(5);
        tally.completed(measured(usage(3)));
        tally.sent(-5);
        tally.failed(ErrorClass.CONNECT, "", 1);
        tally.clientLimited(2);
        assertEquals(new Requests(3, 1, 1, 1), tally.report(LABEL).requests());
        assertEquals(2, tally.report(LABEL).latency().sendLag().count());
    }

    @Test
    void writesJsonWithExactMoney() throws IOException {
        tally.completed(measured(paid(1_000_000, "predicted", "0.000000100")));
        tally.failed(ErrorClass.IO, "x", 1);
        String text = new String(ReportJson.bytes(tally.report(LABEL)), StandardCharsets.UTF_8);
        assertTrue(text.contains("\"amount\" : 0.000000100"), text);
        JsonNode json = new ObjectMapper().readTree(text);
        assertEquals(1_000_000, json.path("energy").path("energy_uj").longValue());
        assertEquals(104, json.path("energy").path("tokens_per_joule").doubleValue(), 1e-9);
        assertEquals("io", json.path("errors").path(0).path("class").textValue());
        assertEquals(2, json.path("requests").path("scheduled").longValue());
        assertEquals(90_000, json.path("latency").path("ttft").path("p99_us").doubleValue(), 90);
        assertEquals(0.000962, json.path("cost").path("per_million_tokens").doubleValue(), 1e-6);
    }

    @Test
    void leavesOutWhatTheTargetDoesNotReport() throws IOException {
        tally.completed(measured(usage(3)));
        JsonNode json = new ObjectMapper().readTree(ReportJson.bytes(tally.report(LABEL)));
        assertTrue(json.path("energy").isMissingNode());
        assertTrue(json.path("cost").isMissingNode());
    }

    @Test
    void printsATableOfEightyColumns() {
        tally.sent(300);
        tally.completed(measured(paid(1_000_000, "predicted", "0.000000100")));
        tally.failed(ErrorClass.status(429), "slow down", 2_000_000);
        String text = ReportText.of(tally.report(LABEL));
        assertTrue(
                text.contains("requests   1 of 2 completed, 1 failed, 0 client-limited\n"), text);
        assertTrue(text.contains("error      1 http_429   slow down\n"), text);
        assertTrue(
                text.contains("energy     1.00 J predicted, 104 tokens/J (4.00 output)\n"), text);
        assertTrue(text.contains("cost       $0.000000, $0.000962/Mtok\n"), text);
        assertTrue(text.lines().allMatch(line -> line.length() <= 80), text);
        assertTrue(text.lines().anyMatch(line -> line.startsWith("TTFT")), text);
    }

    @Test
    void printsATableOfAnEmptyRun() {
        String text = ReportText.of(tally.report(LABEL));
        assertTrue(text.contains("TTFT                  -"), text);
        assertTrue(text.contains("energy     not reported by the target\n"), text);
    }

    private static void assertWithinATenthPercent(long wanted, long found) {
        assertTrue(Math.abs(found - wanted) <= wanted / 1_000, found + " for " + wanted);
    }

    private static Measurement measured(AnswerUsage usage) {
        return new Measurement(10_000, 100_000, 200_000, 210_000, usage);
    }

    private static AnswerUsage usage(long outputTokens) {
        return new AnswerUsage(100, 0, outputTokens, Optional.empty(), Optional.empty());
    }

    private static AnswerUsage paid(long microjoules, String method, String dollars) {
        return new AnswerUsage(
                100,
                0,
                4,
                Optional.of(new Energy(microjoules, method)),
                Optional.of(new Money("USD", new BigDecimal(dollars))));
    }
}
