// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.gateway.far.Required;
import io.wattmill.gateway.far.Script;
import io.wattmill.gateway.far.Site;
import io.wattmill.gateway.far.SmallRouter;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.FakeTicker;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Every way in which an engine fails before its first byte: another answers, or one clear error.
 */
class FailingEnginesTest {

    private static final String PATH = "/v1/chat/completions";
    private static final Duration LONG = Duration.ofMinutes(11);
    private static final FakeTicker TICKER = new FakeTicker();
    private static Site site;
    private static int tests;

    @BeforeAll
    static void open() {
        // The clock jumps; keys must not be old for that.
        Map<String, String> settings = Map.of("WATTMILL_GATEWAY_IDENTITY_MAX_STALE", "3600s");
        site = new Site(settings, "", TICKER);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    /** Engines that asked for a rest in one test are other nodes in the next. */
    @BeforeEach
    void reset() {
        site.reset();
        site.router.clear();
        tests++;
        site.router
                .serve("llama", "first-" + tests, site.one.url())
                .serve("llama", "second-" + tests, site.two.url());
    }

    static List<Script> failures() {
        return List.of(
                new Script.Resets(),
                new Script.Silent(),
                new Script.Status(500, "boom"),
                new Script.Status(503, "busy"),
                new Script.Status(429, "busy"),
                new Script.Status(401, "who"),
                new Script.Busy(503, 3),
                new Script.Busy(429, 3));
    }

    /** What is answered when the engines that say nothing were waited for. */
    private static HttpResponse<String> ask(boolean stream, int silent) {
        CompletableFuture<HttpResponse<String>> answer =
                CompletableFuture.supplyAsync(() -> site.post(PATH, Site.chat(stream, "")));
        for (int i = 1; i <= silent; i++) {
            int calls = i;
            Await.until(() -> received() == calls, "another engine has the request");
            TICKER.advance(LONG);
        }
        return answer.join();
    }

    private static int received() {
        return site.one.received().size() + site.two.received().size();
    }

    private static int silent(Script failure) {
        return failure instanceof Script.Silent ? 1 : 0;
    }

    @ParameterizedTest
    @MethodSource("failures")
    void areMadeUpForByAnotherNode(Script failure) {
        for (boolean stream : List.of(true, false)) {
            reset();
            site.one.does(failure);
            HttpResponse<String> answer = ask(stream, silent(failure));
            assertEquals(200, answer.statusCode(), answer.body());
            assertTrue(!stream || answer.body().contains("[DONE]"));
            UsageRecord record = site.ledger.await(Site.requestId(answer));
            assertEquals(Outcome.OUTCOME_COMPLETED, record.getOutcome());
            assertEquals(5, record.getTokens().getOutput());
            assertEquals(2, record.getAttemptsCount());
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void areToldAsOneErrorThatSaysWhenToComeBackWhenNoNodeIsLeft(Script failure) {
        site.one.does(failure);
        site.two.does(failure);
        HttpResponse<String> answer = ask(true, 2 * silent(failure));
        assertEquals(503, answer.statusCode(), answer.body());
        assertTrue(answer.headers().firstValue("retry-after").isPresent());
        Required.ofError(new JsonObject(answer.body()));
        UsageRecord record = site.ledger.await(Site.requestId(answer));
        assertEquals(2, record.getAttemptsCount());
        assertEquals(0, record.getChargedNano());
    }

    /** The request fails where nobody expects it: its caller is told, and its books are closed. */
    @Test
    void areToldAndBookedWhenTheRouterSaysNothing() {
        site.router.clear();
        site.router.serve("llama", "none", SmallRouter.NOTHING);
        HttpResponse<String> answer = site.post(PATH, Site.chat(false, ""));
        assertEquals(500, answer.statusCode(), answer.body());
        UsageRecord record = site.ledger.await(Site.requestId(answer));
        assertEquals(Outcome.OUTCOME_FAILED, record.getOutcome());
        assertEquals("internal", record.getErrorCode());
        assertEquals(0, record.getChargedNano());
    }

    @ParameterizedTest
    @ValueSource(strings = {PATH, "/v1/messages"})
    void breakAStreamOffWithoutItsProperEnd(String path) {
        site.one.does(new Script.DiesAfter(3));
        HttpResponse<String> answer = site.post(path, Site.chat(true, ",\"max_tokens\":64"));
        assertTrue(answer.body().contains("error"), answer.body());
        assertFalse(answer.body().contains("[DONE]"), answer.body());
        assertFalse(answer.body().contains("message_stop"), answer.body());
        assertEquals(3, site.ledger.await(Site.requestId(answer)).getTokens().getOutput());
        assertEquals(0, site.two.received().size());
    }
}
