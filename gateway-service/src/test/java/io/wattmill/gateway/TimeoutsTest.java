// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.gateway.far.RawClient;
import io.wattmill.gateway.far.Script;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.FakeTicker;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** How long engines are waited for, which a model may have of its own. */
class TimeoutsTest {

    private static final String MODELS =
            """
              relay:
                first-token-timeout: 60s
                models:
                  llama:
                    first-token-timeout: 5s
                    idle-timeout: 3s
                    answer-timeout: 8s
            """;

    private static final FakeTicker TICKER = new FakeTicker();
    private static Site site;

    @BeforeAll
    static void open() {
        // The clock jumps; keys must not be old for that.
        site = new Site(Map.of("WATTMILL_GATEWAY_IDENTITY_MAX_STALE", "3600s"), MODELS, TICKER);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @BeforeEach
    void reset() {
        site.reset();
    }

    private static CompletableFuture<HttpResponse<String>> asking(boolean stream, String model) {
        String body = Site.chat(stream, "").replace("llama", model);
        return CompletableFuture.supplyAsync(() -> site.post("/v1/chat/completions", body));
    }

    private static HttpResponse<String> after(
            Duration time, CompletableFuture<HttpResponse<String>> answer) throws Exception {
        Await.until(() -> site.one.received().size() == 1, "the engine has the request");
        TICKER.advance(time);
        return answer.get(60, TimeUnit.SECONDS);
    }

    @Test
    void asksAnotherNodeWhenTheFirstTokenOfAStreamIsLate() throws Exception {
        site.one.does(new Script.Silent());
        HttpResponse<String> answer = after(Duration.ofSeconds(6), asking(true, "llama"));
        assertEquals("[DONE]", Site.events(answer.body()).getLast());
        UsageRecord record = site.ledger.await(Site.requestId(answer));
        assertEquals("timeout-first-token", record.getAttempts(0).getError());
        assertEquals("node-2", record.getAttempts(1).getNodeId());
    }

    @Test
    void asksAnotherNodeWhenAWholeAnswerIsLate() throws Exception {
        site.one.does(new Script.Silent());
        CompletableFuture<HttpResponse<String>> answer = asking(false, "llama");
        assertEquals(200, after(Duration.ofSeconds(9), answer).statusCode());
        assertEquals(1, site.two.received().size());
    }

    @Test
    void waitsAsLongAsTheSiteSaysForOtherModels() throws Exception {
        site.router.serve("other", "node-1", site.one.url());
        site.one.does(new Script.Silent());
        CompletableFuture<HttpResponse<String>> answer = asking(true, "other");
        Await.until(() -> site.one.received().size() == 1, "the engine has the request");
        TICKER.advance(Duration.ofSeconds(59));
        assertFalse(answer.isDone());
        TICKER.advance(Duration.ofSeconds(2));
        assertEquals(503, answer.get(60, TimeUnit.SECONDS).statusCode());
    }

    @Test
    void endsAStreamWithAnErrorWhenItStallsAndBillsWhatWasDelivered() {
        site.one.does(new Script.HangsAfter(2));
        try (RawClient caller = new RawClient(site.port())) {
            caller.send(RawClient.chat(site.developerKey(), Site.chat(true, "")));
            String begin = caller.readUntil("t2 ");
            TICKER.advance(Duration.ofSeconds(4));
            String rest = caller.readUntil("0\r\n\r\n");
            assertTrue(rest.contains("between-tokens"), rest);
            assertFalse(rest.contains("[DONE]"));
            String id = begin.split("x-request-id: ")[1].substring(0, 36);
            UsageRecord record = site.ledger.await(id);
            assertEquals(Outcome.OUTCOME_FAILED, record.getOutcome());
            assertEquals(2, record.getTokens().getOutput());
            assertEquals(1, record.getAttemptsCount());
        }
    }

    /** The first chunk of a stream may have no token in it: it is the token that is waited for. */
    @Test
    void waitsForTheFirstTokenAlthoughAChunkWithoutOneCame() {
        site.one.does(new Script.HangsAfter(0));
        try (RawClient caller = new RawClient(site.port())) {
            caller.send(RawClient.chat(site.developerKey(), Site.chat(true, "")));
            caller.readUntil("assistant");
            TICKER.advance(Duration.ofMillis(5_500));
            String rest = caller.readUntil("0\r\n\r\n");
            assertTrue(rest.contains("first-token"), rest);
        }
    }
}
