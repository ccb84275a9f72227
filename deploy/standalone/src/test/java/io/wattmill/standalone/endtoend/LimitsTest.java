// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.wattmill.contract.governance.v1.BudgetExceeded;
import io.wattmill.contract.governance.v1.GovernanceAddresses;
import io.wattmill.contract.governance.v1.GovernanceEvent;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Budgets and limits through the front door: gateways, the ledger on a database, an engine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LimitsTest {

    private static final int CALLERS = 200;
    private static final int COVERED = 7;
    private static final long OUTPUT = 10;
    private static final long TOKENS = CountedEngine.PROMPT + OUTPUT;

    private final LimitedSite site = LimitedSite.with(2);

    @BeforeEach
    void budgetsAreOfTheDay() {
        CalendarEdge.awayFrom(ChronoUnit.DAYS);
    }

    @AfterEach
    void theBooksHold() {
        site.engine.makes((int) OUTPUT);
        for (JsonNode budget : site.admin().json("/billing/budgets").path("data")) {
            site.remove(budget.path("id").asText());
        }
        Books.requireBalanced(site.admin());
    }

    @AfterAll
    void close() throws IOException {
        site.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"USD", "tokens", "joules"})
    void manyAtOnceNeverPassABudget(String unit) {
        BigDecimal one = costOfOne(unit);
        String id = "cap-" + unit;
        site.budget(
                id, unit, one.multiply(BigDecimal.valueOf(COVERED)).toPlainString(), "day", "hard");
        List<HttpResponse<String>> answers = site.askAtOnce(CALLERS, OUTPUT);
        long served = served(answers);
        assertTrue(served >= 1 && served <= COVERED, served + " were served");
        refusals(answers).forEach(LimitsTest::assertSpent);
        assertSettled(id, one.multiply(BigDecimal.valueOf(served)));
    }

    @Test
    void oneGatewayServesExactlyWhatTheBudgetCovers() {
        site.budget("exact", "tokens", Long.toString(COVERED * TOKENS), "day", "hard");
        int served = 0;
        for (int i = 0; i < COVERED + 3; i++) {
            served += site.ask(OUTPUT).statusCode() == 200 ? 1 : 0;
        }
        assertEquals(COVERED, served);
        assertSettled("exact", BigDecimal.valueOf(COVERED * TOKENS));
    }

    @Test
    void whatADeadGatewayHeldReturns() throws IOException {
        try (LimitedSite other = LimitedSite.with(2, Duration.ofSeconds(3))) {
            other.budget("dead", "tokens", Long.toString(2 * TOKENS), "day", "hard");
            other.engine.keep();
            Thread.ofVirtual().start(() -> other.ask(OUTPUT + TOKENS, 1));
            Patience.until(other.engine::keeping, n -> n == 1, "the engine is called");
            assertEquals(429, other.ask(OUTPUT, 0).statusCode(), "the other holds all of it");
            other.kill(1);
            other.engine.release();
            Patience.until(() -> other.ask(OUTPUT, 0).statusCode(), s -> s == 200, "it returned");
            Books.requireBalanced(other.admin());
        }
    }

    @Test
    void aCallerThatLeavesGivesBackWhatWasNotMade() throws IOException {
        site.budget("abort", "tokens", "1000", "day", "hard");
        leaveAStream(900);
        Patience.until(
                () -> site.listed("abort").path("spent").asLong(),
                spent -> spent > 0,
                "the stream is settled");
        assertTrue(site.listed("abort").path("spent").asLong() <= CountedEngine.PROMPT + 3);
        assertEquals(200, site.ask(900).statusCode());
    }

    @Test
    void anOverrunIsBookedAndFlagged() {
        site.budget("over", "tokens", Long.toString(TOKENS), "day", "hard");
        site.engine.makes(50);
        assertEquals(200, site.ask(OUTPUT).statusCode());
        assertSettled("over", BigDecimal.valueOf(CountedEngine.PROMPT + 50));
        assertEquals(
                40,
                site.number("SELECT sum(late) FROM billing.lease_use WHERE budget_id = 'over'"));
        assertEquals(429, site.ask(OUTPUT).statusCode());
        String metrics = site.admin().get("/metrics").body();
        assertTrue(metrics.contains("wattmill_budget_overruns_total{measure=\"tokens\"}"), metrics);
        assertTrue(metrics.contains("wattmill_limit_hits_total{limit=\"budget.tokens\"}"), metrics);
    }

    @Test
    void everyBudgetOfTheCallerIsHeldAndTheTightestDecides() {
        String plenty = Long.toString(100 * TOKENS);
        site.budget("org", "organization", "default", "tokens", plenty, "month", "hard");
        site.budget("project", "project", LimitedSite.PROJECT, "tokens", plenty, "10m", "hard");
        site.budget(
                "agent", "agent", "demo/coder", "tokens", Long.toString(2 * TOKENS), "day", "hard");
        int served = 0;
        for (int i = 0; i < 4; i++) {
            served += asAgent().statusCode() == 200 ? 1 : 0;
        }
        assertEquals(2, served);
        assertTrue(error(asAgent()).path("message").asText().startsWith("Agent demo/coder has"));
        assertEquals(200, site.ask(OUTPUT).statusCode(), "the agent's budget is not the project's");
        assertSpent("org", 3 * TOKENS);
        assertSpent("project", 3 * TOKENS);
        assertSpent("agent", 2 * TOKENS);
    }

    private HttpResponse<String> asAgent() {
        return site.send(
                "POST",
                "/v1/chat/completions",
                site.developerKey(),
                LimitedSite.chat(OUTPUT, false),
                0,
                "x-wattmill-agent",
                "coder");
    }

    private void assertSpent(String id, long amount) {
        Patience.until(
                () -> site.listed(id).path("spent").asLong(), spent -> spent == amount, "settled");
    }

    @Test
    void aSoftBudgetServesAndSaysSo() {
        List<GovernanceEvent> heard = new CopyOnWriteArrayList<>();
        var hearing =
                site.context
                        .bus()
                        .subscribe(GovernanceAddresses.EVENT, GovernanceEvent.parser(), heard::add);
        site.budget("soft", "tokens", Long.toString(TOKENS), "day", "soft");
        HttpResponse<String> told =
                Patience.until(
                        () -> site.ask(OUTPUT),
                        answer ->
                                answer.headers()
                                        .firstValue("x-wattmill-budget-overspent")
                                        .isPresent(),
                        "told");
        assertEquals(200, told.statusCode());
        assertEquals("soft", told.headers().firstValue("x-wattmill-budget-overspent").get());
        Patience.until(heard::size, n -> n > 0, "the bus hears of it");
        BudgetExceeded exceeded = heard.getFirst().getBudgetExceeded();
        assertEquals("soft", exceeded.getBudgetId());
        assertEquals(LimitedSite.PROJECT, exceeded.getScopeId());
        hearing.unregister();
        Patience.until(
                () -> site.listed("soft"),
                budget -> budget.path("left").asLong() < 0,
                "spent beyond it");
    }

    @Test
    void noMoreAreInFlightThanMayBe() {
        site.budget("slots", "concurrency", "2", "", "hard");
        site.engine.keep();
        try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> site.ask(OUTPUT));
            var second = threads.submit(() -> site.ask(OUTPUT));
            refusesAThird();
            assertEquals(200, first.get().statusCode());
            assertEquals(200, second.get().statusCode());
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void refusesAThird() {
        try {
            Patience.until(site.engine::keeping, n -> n == 2, "two are in flight");
            HttpResponse<String> third = site.ask(OUTPUT);
            assertEquals(429, third.statusCode());
            assertEquals("concurrency_limit", error(third).path("code").asText());
        } finally {
            site.engine.release();
        }
    }

    // --- questions

    private BigDecimal costOfOne(String unit) {
        JsonNode used = Api.parse(site.ask(OUTPUT).body()).path("usage").path("wattmill");
        return switch (unit) {
            case "USD" -> used.path("cost").decimalValue();
            case "joules" -> used.path("energy_joules").decimalValue();
            default -> BigDecimal.valueOf(TOKENS);
        };
    }

    private static long served(List<HttpResponse<String>> answers) {
        return answers.stream().filter(answer -> answer.statusCode() == 200).count();
    }

    private static List<HttpResponse<String>> refusals(List<HttpResponse<String>> answers) {
        return answers.stream().filter(answer -> answer.statusCode() != 200).toList();
    }

    private static void assertSpent(HttpResponse<String> answer) {
        assertEquals(429, answer.statusCode(), answer::body);
        assertEquals("insufficient_quota", error(answer).path("type").asText());
        assertEquals("budget_exhausted", error(answer).path("code").asText());
        String message = error(answer).path("message").asText();
        assertTrue(message.startsWith("Project demo has spent "), message);
        assertTrue(message.contains("wattmill budgets set"), message);
    }

    private static JsonNode error(HttpResponse<String> answer) {
        return Api.parse(answer.body()).path("error");
    }

    private void assertSettled(String id, BigDecimal amount) {
        JsonNode budget =
                Patience.until(
                        () -> site.listed(id),
                        b -> new BigDecimal(b.path("spent").asText()).compareTo(amount) >= 0,
                        "settled");
        assertEquals(
                0,
                new BigDecimal(budget.path("spent").asText()).compareTo(amount),
                budget::toString);
        assertFalse(budget.path("resets_at_us").isNull());
    }

    private void leaveAStream(long maxTokens) throws IOException {
        byte[] body = LimitedSite.chat(maxTokens, true).getBytes(StandardCharsets.UTF_8);
        String head =
                "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer "
                        + site.developerKey()
                        + "\r\ncontent-type: application/json\r\ncontent-length: "
                        + body.length
                        + "\r\n\r\n";
        try (Socket socket = new Socket("127.0.0.1", site.address(0).getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(body);
            var in = socket.getInputStream();
            var seen = new StringBuilder();
            byte[] part = new byte[4_096];
            while (!seen.toString().contains("\"completion_tokens\":3")
                    && count(seen.toString()) < 3) {
                int length = in.read(part);
                assertTrue(length > 0, seen::toString);
                seen.append(new String(part, 0, length, StandardCharsets.UTF_8));
            }
        }
    }

    private static int count(String seen) {
        return seen.split("\"content\":\"x\"", -1).length - 1;
    }
}
