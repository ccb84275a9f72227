// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.http;

import static io.wattmill.billing.BillingWorld.admin;
import static io.wattmill.billing.BillingWorld.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.billing.BillingWorld;
import io.wattmill.billing.MeteredMinute;
import io.wattmill.contract.common.v1.Principal;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Margin and energy of a minute of two projects on one metered node. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FinanceTest {

    private static final long S = 1_000_000L;
    private static final Principal STRANGER = tenant("p2", "key-2");

    private final BillingWorld world = BillingWorld.start();

    @BeforeAll
    void aMinute() {
        MeteredMinute.in(world);
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void marginIsWhatTheLedgerHasLessWhatItCost() {
        List<JsonNode> rows = rows("/billing/margin?bucket=all&group_by=project", admin());
        assertEquals(ledger("money", 100), sum(rows, "/charged/amount"));
        assertEquals(
                ledger("cost", 400) + ledger("cost", 402) + ledger("cost", 403),
                sum(rows, "/cost/total/amount"));
        for (JsonNode row : rows) {
            assertSame(
                    decimal(row, "/charged/value").subtract(decimal(row, "/cost/total/value")),
                    decimal(row, "/margin/value"));
        }
        assertEquals(3, sum(rows, "/requests"));
        assertEquals(450, sum(rows, "/tokens/input"));
        assertEquals(60, sum(rows, "/tokens/output"));
        assertEquals(
                List.of("requests p1", "requests p2", "empty null", "unattributed null"),
                rows.stream()
                        .map(
                                row ->
                                        row.at("/subject/bearer").asText()
                                                + " "
                                                + row.at("/subject/project").asText())
                        .toList());
    }

    @Test
    void joulesByPartSumToTheMeters() {
        List<JsonNode> rows = rows("/billing/energy?bucket=all", admin());
        assertEquals(1_500 * S, sum(rows, "/device/amount"));
        assertEquals(
                sum(rows, "/device/amount"),
                parts(rows, "prefill", "decode", "idle_share", "empty", "unattributed"));
        assertEquals(180 * S, parts(rows, "host"));
        assertEquals(420 * S, parts(rows, "facility"));
        assertEquals(2_100 * S, sum(rows, "/energy/amount"));
        assertEquals(-ledger("carbon", 610), sum(rows, "/carbon/amount"));
    }

    @Test
    void whatIsMeasuredAndHowWellStandsBesideTheJoules() {
        JsonNode requests = rows("/billing/energy?bucket=all", admin()).getFirst();
        assertEquals(new BigDecimal("1"), requests.get("measured_share").decimalValue());
        assertEquals(new BigDecimal("0.97"), requests.get("quality").decimalValue());
        assertEquals(9 * S, requests.at("/predicted/amount").longValue());
        BigDecimal perJoule = requests.get("tokens_per_joule").decimalValue();
        BigDecimal joules = decimal(requests, "/energy/value");
        assertEquals(60, perJoule.multiply(joules).doubleValue(), 0.01);
    }

    @Test
    void whatASuccessTakesCountsTheFailures() {
        JsonNode row =
                only(rows("/billing/margin?bucket=all&group_by=project&project=p1", admin()));
        assertEquals(2, row.at("/outcomes/reported").intValue());
        assertEquals(1, row.at("/outcomes/succeeded").intValue());
        assertSame(new BigDecimal("0.0000522"), decimal(row, "/outcomes/charged_per_success"));
        assertEquals(
                decimal(row, "/cost/total/value").doubleValue(),
                decimal(row, "/outcomes/cost_per_success").doubleValue(),
                1e-9);
    }

    @Test
    void everyDimensionDividesTheSameWhole() {
        long charged = sum(rows("/billing/margin", admin()), "/charged/amount");
        long joules = sum(rows("/billing/energy", admin()), "/energy/amount");
        for (String by : List.of("project", "model", "tier", "agent", "key", "node")) {
            for (String bucket : List.of("hour", "day", "all")) {
                String question = "?group_by=" + by + "&bucket=" + bucket;
                assertEquals(
                        charged,
                        sum(rows("/billing/margin" + question, admin()), "/charged/amount"));
                assertEquals(
                        joules, sum(rows("/billing/energy" + question, admin()), "/energy/amount"));
            }
        }
    }

    @Test
    void aRequestThatNamedNoAgentIsTellableFromJoulesWithoutARequest() {
        List<String> agents =
                rows("/billing/margin?bucket=all&group_by=agent", admin()).stream()
                        .map(row -> row.at("/subject/bearer") + " " + row.at("/subject/agent"))
                        .toList();
        assertEquals(
                List.of(
                        "\"requests\" \"\"",
                        "\"requests\" \"crawler\"",
                        "\"empty\" null",
                        "\"unattributed\" null"),
                agents);
    }

    @Test
    void pagesFollowEachOther() {
        String question = "/billing/margin?bucket=hour&group_by=project,agent,node";
        List<JsonNode> whole = rows(question, admin());
        assertTrue(whole.size() >= 5, whole::toString);
        List<JsonNode> walked = new ArrayList<>();
        JsonNode page = page(question + "&limit=2", admin());
        page.get("data").forEach(walked::add);
        while (page.get("has_more").booleanValue()) {
            page = page(question + "&limit=2&page=" + page.get("next_page").textValue(), admin());
            page.get("data").forEach(walked::add);
        }
        assertEquals(whole, walked);
    }

    @Test
    void aTenantSeesItsOwnProjectOnly() {
        for (String path : List.of("/billing/margin", "/billing/energy")) {
            JsonNode row = only(rows(path + "?group_by=project", STRANGER));
            assertEquals("p2", row.at("/subject/project").textValue());
            assertEquals(403, world.get(path + "?project=p1", STRANGER).status());
        }
    }

    @Test
    void aPeriodWithoutRowsIsAnEmptyPage() {
        assertEquals(0, rows("/billing/margin?from=2020-01-01&to=2020-02-01", admin()).size());
    }

    @Test
    void aSlipIsNamed() {
        for (String wrong :
                List.of(
                        "bucket=1h",
                        "group_by=user",
                        "from=2020-01-01",
                        "from=2020-01-02&to=2020-01-01",
                        "x=1")) {
            BillingWorld.Reply reply = world.get("/billing/energy?" + wrong, admin());
            assertEquals(400, reply.status(), wrong);
        }
    }

    /** Debits less credits of a code, in the integer of its ledger. */
    private long ledger(String ledger, int code) {
        return rows("/billing/accounts?ledger=%s&code=%d".formatted(ledger, code), admin()).stream()
                .mapToLong(row -> row.at("/balance/amount").longValue())
                .sum();
    }

    private List<JsonNode> rows(String path, Principal principal) {
        List<JsonNode> rows = new ArrayList<>();
        page(path, principal).get("data").forEach(rows::add);
        return rows;
    }

    private JsonNode page(String path, Principal principal) {
        BillingWorld.Reply reply = world.get(path, principal);
        assertEquals(200, reply.status(), () -> path + ": " + reply.json());
        return reply.json();
    }

    private static long parts(List<JsonNode> rows, String... names) {
        long sum = 0;
        for (String name : names) {
            sum += sum(rows, "/parts/" + name + "/amount");
        }
        return sum;
    }

    private static long sum(List<JsonNode> rows, String pointer) {
        return rows.stream().mapToLong(row -> row.at(pointer).longValue()).sum();
    }

    private static void assertSame(BigDecimal expected, BigDecimal actual) {
        assertEquals(0, expected.compareTo(actual), expected + " is not " + actual);
    }

    private static BigDecimal decimal(JsonNode row, String pointer) {
        return new BigDecimal(row.at(pointer).asText());
    }

    private static JsonNode only(List<JsonNode> rows) {
        assertEquals(1, rows.size(), rows::toString);
        return rows.getFirst();
    }
}
