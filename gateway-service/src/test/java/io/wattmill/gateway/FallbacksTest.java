// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.contract.placement.v1.DecisionRecord.ModelTry;
import io.wattmill.contract.placement.v1.PlaceRequest;
import io.wattmill.gateway.far.Admin;
import io.wattmill.gateway.far.Script;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.time.Ticker;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/** Models that take over: when, for whom, and under which name it is paid. */
class FallbacksTest {

    private static final String PATH = "/v1/chat/completions";
    private static final String WISH = "x-wattmill-fallback";
    private static final String FROM = "x-wattmill-fallback-from";

    private static Site site;

    @BeforeAll
    static void open() {
        site =
                new Site(
                        Map.of(),
                        """
                          relay:
                            models:
                              llama:
                                fallback: [mini]
                        """,
                        Ticker.system());
    }

    @AfterAll
    static void close() {
        site.close();
    }

    /** Engine one serves what is asked for, engine two what takes over. */
    @BeforeEach
    void reset() {
        site.reset();
        site.router.clear();
        site.router
                .serve("llama", "node-1", site.one.url())
                .serve("mini", "node-2", site.two.url());
    }

    private static void fails() {
        site.one.does(new Script.Status(500, "boom"));
    }

    private static String code(HttpResponse<String> response) {
        return new JsonObject(response.body()).getJsonObject("error").getString("code");
    }

    @Test
    void answersWithTheNextModelWhenAllAttemptsFailedAndChargesItsPrice() {
        fails();
        HttpResponse<String> answer = site.post(PATH, Site.chat(false, ""));
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals("mini", new JsonObject(answer.body()).getString("model"));
        assertEquals("mini", site.two.last().body().getString("model"));
        assertEquals("llama", answer.headers().firstValue(FROM).orElseThrow());
        UsageRecord record = site.ledger.await(Site.requestId(answer));
        assertEquals("mini", record.getModel());
        // 7 x 0.02 + 4 x 0.005 + 5 x 0.08 = 0.56 per million
        assertEquals(560, record.getChargedNano());
        assertEquals(2, record.getAttemptsCount());
        assertEquals("status-500", record.getAttempts(0).getError());
        assertEquals("llama", record.getDecision().getAskedModel());
        assertEquals(
                List.of(
                        ModelTry.newBuilder().setFirstAttempt(1).setModel("llama").build(),
                        ModelTry.newBuilder()
                                .setFirstAttempt(3)
                                .setModel("mini")
                                .setBecause("status-500")
                                .build()),
                record.getDecision().getTriesList());
    }

    @Test
    void goesStraightToTheNextModelWhenNoNodeServesTheOneAskedFor() {
        site.router.clear();
        site.router.serve("mini", "node-2", site.two.url());
        HttpResponse<String> answer = site.post(PATH, Site.chat(false, ""));
        assertEquals("mini", new JsonObject(answer.body()).getString("model"));
        UsageRecord record = site.ledger.await(Site.requestId(answer));
        assertEquals(1, record.getAttemptsCount());
        assertEquals("model_not_found", record.getDecision().getTries(0).getBecause());
    }

    @Test
    void namesTheModelThatAnswersInStreamsOfBothApis() {
        fails();
        site.router.upstream("org/mini-v2");
        HttpResponse<String> chunks = site.post(PATH, Site.chat(true, ""));
        assertEquals("llama", chunks.headers().firstValue(FROM).orElseThrow());
        for (String chunk : Site.events(chunks.body())) {
            assertTrue(
                    chunk.equals("[DONE]")
                            || new JsonObject(chunk).getString("model").equals("mini"),
                    chunk);
        }
        assertEquals("org/mini-v2", site.two.last().body().getString("model"));
        String message = Site.chat(true, ",\"max_tokens\":64");
        HttpResponse<String> events = site.post("/v1/messages", message);
        assertTrue(events.body().contains("\"model\":\"mini\""), events.body());
        assertFalse(events.body().contains("llama"), events.body());
    }

    @Test
    void hasNoFallbackOnAnAnswerOfTheModelAskedFor() {
        HttpResponse<String> answer = site.post(PATH, Site.chat(false, ""));
        assertTrue(answer.headers().firstValue(FROM).isEmpty());
        UsageRecord record = site.ledger.await(Site.requestId(answer));
        assertEquals("", record.getDecision().getAskedModel());
        assertEquals(0, record.getDecision().getTriesCount());
    }

    @Test
    void doesAsTheCallerWishesRatherThanTheSite() {
        fails();
        assertEquals(503, site.post(PATH, Site.chat(false, ""), WISH, "none").statusCode());
        assertEquals(0, site.two.received().size());
        site.router.serve("e5", "node-2", site.two.url());
        HttpResponse<String> named = site.post(PATH, Site.chat(false, ""), WISH, "nobody, e5");
        assertEquals("e5", new JsonObject(named.body()).getString("model"));
    }

    @Test
    void refusesAWishThatItCannotRead() {
        HttpResponse<String> refused = site.post(PATH, Site.chat(false, ""), WISH, "a,,b");
        assertEquals(400, refused.statusCode());
        assertEquals("invalid_fallback", code(refused));
        assertEquals(0, site.one.received().size());
    }

    @Test
    void staysWithinTheModelsThatAKeyMayCall() {
        fails();
        Admin admin = new Admin(site, site.adminKey());
        JsonObject bounds = new JsonObject().put("allowed_models", List.of("llama"));
        String key = admin.key("demo", Admin.scopes("inference").mergeIn(bounds)).getString("key");
        String chat = Site.chat(false, "");
        HttpResponse<String> named = site.send("POST", PATH, key, chat, WISH, "mini");
        assertEquals(403, named.statusCode());
        assertEquals("model_not_allowed", code(named));
        assertEquals(503, site.send("POST", PATH, key, chat).statusCode());
        assertEquals(0, site.two.received().size());
    }

    @Test
    void takesNothingOverThatIsTheCallersFault() {
        for (int status : List.of(400, 413, 422, 404)) {
            site.one.does(new Script.Status(status, "no"));
            assertTrue(site.post(PATH, Site.chat(false, "")).statusCode() < 500);
        }
        assertEquals(0, site.two.received().size());
    }

    @Test
    void saysWhatWasWrongWithTheModelAskedForEvenWhenTheOtherDoesNotServeTheApi() {
        fails();
        site.two.does(new Script.Status(404, "no such path"));
        HttpResponse<String> answer = site.post(PATH, Site.chat(false, ""));
        assertEquals(503, answer.statusCode());
        assertEquals("engine_failed", code(answer));
    }

    @Test
    void takesNothingOverOnceSomethingWasSent() {
        site.one.does(new Script.DiesAfter(3));
        HttpResponse<String> answer = site.post(PATH, Site.chat(true, ""));
        assertFalse(answer.body().contains("[DONE]"));
        assertEquals("llama", site.ledger.await(Site.requestId(answer)).getModel());
        assertEquals(0, site.two.received().size());
    }

    @Test
    void skipsAModelWithoutAPriceWhereThatIsRefused() {
        site.ledger.refuseUnpriced(true);
        site.restart();
        fails();
        site.router.serve("other", "node-2", site.two.url());
        HttpResponse<String> answer = site.post(PATH, Site.chat(false, ""), WISH, "other,mini");
        assertEquals("mini", new JsonObject(answer.body()).getString("model"));
        assertEquals(
                List.of(1, 2, 3, 4),
                site.router.asked().stream().map(PlaceRequest::getAttempt).toList(),
                "what is said of a placement that was not used concerns no other");
        site.ledger.refuseUnpriced(false);
        site.restart();
    }

    @Test
    void saysWhatWasWrongWithTheModelAskedForWhenAllHaveFailed() {
        fails();
        site.two.does(new Script.Status(500, "boom"));
        HttpResponse<String> answer = site.post(PATH, Site.chat(false, ""));
        assertEquals(503, answer.statusCode());
        assertEquals("engine_failed", code(answer));
        assertTrue(answer.headers().firstValue("retry-after").isPresent());
        UsageRecord record = site.ledger.await(Site.requestId(answer));
        assertEquals(Outcome.OUTCOME_FAILED, record.getOutcome());
        assertEquals(0, record.getChargedNano());
    }
}
