// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import io.wattmill.contract.ledger.v1.Outcome;
import io.wattmill.contract.ledger.v1.UsageRecord;
import io.wattmill.gateway.far.Admin;
import io.wattmill.gateway.far.RawClient;
import io.wattmill.gateway.far.Script;
import io.wattmill.gateway.far.Site;
import io.wattmill.kit.testing.Await;
import io.wattmill.kit.testing.TestPostgres;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;

/** The same key: the same answer, billed once. */
class IdempotencyTest {

    private static final String CHAT = "/v1/chat/completions";
    private static Site site;
    private static long beganUs;

    @BeforeAll
    static void open() {
        site =
                new Site(
                        Map.of(
                                "WATTMILL_GATEWAY_IDEMPOTENCY_MAX_ANSWER_BYTES", "65536",
                                "WATTMILL_GATEWAY_IDEMPOTENCY_CLAIM", "9s",
                                "WATTMILL_GATEWAY_IDEMPOTENCY_SWEEP", "100ms",
                                "WATTMILL_GATEWAY_RELAY_MAX_ATTEMPTS", "1"));
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @BeforeEach
    void reset() {
        site.reset();
        beganUs = site.context().clock().nowUs();
    }

    private static String newKey() {
        return UUID.randomUUID().toString();
    }

    private static HttpResponse<String> post(String key, String body) {
        return site.post(CHAT, body, "idempotency-key", key);
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static String code(HttpResponse<String> response) {
        return new JsonObject(response.body()).getJsonObject("error").getString("code");
    }

    private static int asked() {
        return site.one.received().size() + site.two.received().size();
    }

    private static void assertReplay(HttpResponse<String> first, HttpResponse<String> second) {
        assertEquals(200, first.statusCode(), first::body);
        assertEquals(200, second.statusCode(), second::body);
        assertEquals(first.body(), second.body());
        assertEquals(header(first, "content-type"), header(second, "content-type"));
        assertEquals(Site.requestId(first), Site.requestId(second));
        assertEquals("", header(first, "idempotent-replayed"));
        assertEquals("true", header(second, "idempotent-replayed"));
        assertEquals(1, asked(), "calls of engines");
        site.ledger.await(Site.requestId(first));
        long billed =
                site.ledger.booked().stream()
                        .filter(record -> record.getAdmittedAtUs() >= beganUs)
                        .count();
        assertEquals(1, billed, "billed requests");
    }

    @Test
    void answersARepetitionWithTheFirstAnswerAndBillsOnce() {
        String key = newKey();
        assertReplay(post(key, Site.chat(false, "")), post(key, Site.chat(false, "")));
    }

    @Test
    void givesAStreamAgainByteForByte() {
        String key = newKey();
        HttpResponse<String> first = post(key, Site.chat(true, ""));
        assertTrue(first.body().endsWith("data: [DONE]\n\n"), first::body);
        assertReplay(first, post(key, Site.chat(true, "")));
    }

    @Test
    void givesAnAnswerOfAnthropicsShapeAgainUnderBothNamesOfTheRequest() {
        String key = newKey();
        String body =
                "{\"model\":\"llama\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\","
                        + "\"content\":\"hello\"}]}";
        HttpResponse<String> first = site.post("/v1/messages", body, "idempotency-key", key);
        HttpResponse<String> second = site.post("/v1/messages", body, "idempotency-key", key);
        assertReplay(first, second);
        assertEquals(header(first, "request-id"), header(second, "request-id"));
        HttpResponse<String> other =
                site.post("/v1/messages", body.replace("9", "8"), "idempotency-key", key);
        assertEquals(422, other.statusCode());
        assertEquals(
                "invalid_request_error",
                new JsonObject(other.body()).getJsonObject("error").getString("type"));
    }

    @Test
    void refusesAnotherBodyOrApiUnderTheSameKey() {
        String key = newKey();
        assertEquals(200, post(key, Site.chat(false, "")).statusCode());
        HttpResponse<String> other = post(key, Site.chat(false, ",\"seed\":1"));
        assertEquals(422, other.statusCode());
        assertEquals("idempotency_key_reused", code(other));
        String either =
                "{\"model\":\"llama\",\"prompt\":\"x\",\"messages\":[{\"role\":\"user\","
                        + "\"content\":\"x\"}]}";
        String second = newKey();
        assertEquals(200, post(second, either).statusCode());
        assertEquals(
                422, site.post("/v1/completions", either, "idempotency-key", second).statusCode());
        assertEquals(2, asked());
    }

    @Test
    void keepsTheKeysOfTwoApiKeysApart() {
        String key = newKey();
        String other =
                new Admin(site, site.adminKey())
                        .key("demo", Admin.scopes("inference"))
                        .getString("key");
        String body = Site.chat(false, "");
        String mine = Site.requestId(post(key, body));
        HttpResponse<String> theirs = site.send("POST", CHAT, other, body, "idempotency-key", key);
        assertEquals(200, theirs.statusCode());
        assertNotEquals(mine, Site.requestId(theirs));
        assertEquals(2, asked());
    }

    @Test
    void tellsOneThatComesWhileTheFirstRunsToAskAgain() {
        site.one.does(new Script.HangsAfter(2));
        String key = newKey();
        String body = Site.chat(true, "");
        try (RawClient caller = new RawClient(site.port())) {
            caller.send(withKey(key, body));
            caller.readUntil("t2 ");
            HttpResponse<String> second = post(key, body);
            assertEquals(409, second.statusCode());
            assertEquals("idempotency_key_in_use", code(second));
            assertEquals("1", header(second, "retry-after"));
            assertEquals(422, post(key, Site.chat(true, ",\"seed\":1")).statusCode());
        }
    }

    private static String withKey(String key, String body) {
        return RawClient.chat(site.developerKey(), body)
                .replaceFirst("\r\n", "\r\nidempotency-key: " + key + "\r\n");
    }

    @Test
    void aCallerThatLeavesPaysForWhatItGotAndItsRetryRunsAnew() {
        site.one.does(new Script.HangsAfter(2));
        String key = newKey();
        String body = Site.chat(true, "");
        String first;
        try (RawClient caller = new RawClient(site.port())) {
            caller.send(withKey(key, body));
            first = caller.readUntil("t2 ").split("x-request-id: ")[1].substring(0, 36);
        }
        UsageRecord partial = site.ledger.await(first);
        assertEquals(Outcome.OUTCOME_ABORTED, partial.getOutcome());
        assertEquals(2, partial.getTokens().getOutput());
        site.one.does(new Script.Answer(11, 4, 5));
        Await.until(() -> post(key, body).statusCode() == 200, "the key is free");
        String second = Site.requestId(post(key, body));
        assertNotEquals(first, second);
        assertEquals(5, site.ledger.await(second).getTokens().getOutput());
    }

    @Test
    void givesAKeyFreeWhenNothingWasAnswered() {
        String key = newKey();
        String body = Site.chat(false, "");
        site.one.does(new Script.Status(500, "no"));
        site.two.does(new Script.Status(500, "no"));
        assertEquals(503, post(key, body).statusCode());
        site.one.does(new Script.Answer(11, 4, 5));
        site.two.does(new Script.Answer(11, 4, 5));
        HttpResponse<String> again = post(key, body);
        assertEquals(200, again.statusCode(), "the failure was not kept, nor the key");
        assertEquals("", header(again, "idempotent-replayed"));
        String unknown = body.replace("llama", "nobody");
        String other = newKey();
        assertEquals(404, post(other, unknown).statusCode());
        assertEquals(200, post(other, body).statusCode(), "the refusal did not use the key up");
    }

    @Test
    void givesAKeyFreeWhenAStreamBroke() {
        String key = newKey();
        String body = Site.chat(true, "");
        site.one.does(new Script.DiesAfter(3));
        HttpResponse<String> broken = post(key, body);
        assertTrue(broken.body().contains("engine_failed"), broken::body);
        site.one.does(new Script.Answer(11, 4, 5));
        HttpResponse<String> again = post(key, body);
        assertEquals("", header(again, "idempotent-replayed"));
        assertNotEquals(Site.requestId(broken), Site.requestId(again));
        assertTrue(again.body().endsWith("data: [DONE]\n\n"));
    }

    @Test
    void saysThatAnAnswerWasTooLargeToKeepInsteadOfBillingTwice() {
        for (boolean stream : new boolean[] {false, true}) {
            site.reset();
            site.one.does(new Script.Answer(11, 4, 40));
            site.one.pad(5_000);
            String key = newKey();
            String body = Site.chat(stream, "");
            if (!stream) {
                site.one.does(new Script.Answer(11, 4, 20_000));
            }
            HttpResponse<String> first = post(key, body);
            assertEquals(200, first.statusCode(), first::body);
            HttpResponse<String> second = post(key, body);
            assertEquals(410, second.statusCode());
            assertEquals("idempotent_answer_not_kept", code(second));
            assertTrue(second.body().contains(Site.requestId(first)), second::body);
            assertEquals(1, asked());
        }
        assertTrue(metrics().contains("idempotency.max-answer-bytes"));
    }

    @Test
    void refusesKeysThatItCannotKeep() {
        String body = Site.chat(false, "");
        for (String bad : new String[] {"x".repeat(256), "a b", ""}) {
            HttpResponse<String> refused = post(bad, body);
            assertEquals(400, refused.statusCode(), bad);
            assertEquals("invalid_idempotency_key", code(refused));
        }
        String noLog =
                new Admin(site, site.adminKey())
                        .key("demo", Admin.scopes("inference").put("no_log", true))
                        .getString("key");
        HttpResponse<String> refused =
                site.send("POST", CHAT, noLog, body, "idempotency-key", newKey());
        assertEquals(400, refused.statusCode());
        assertEquals("idempotency_not_kept", code(refused));
        assertEquals(200, site.send("POST", CHAT, noLog, body).statusCode());
        assertEquals(1, asked());
    }

    @Test
    void doesNotRunARequestWhoseKeyItCannotCheck() throws SQLException {
        String key = newKey();
        String body = Site.chat(false, "");
        sql("ALTER TABLE gateway.idempotency RENAME TO hidden");
        try {
            HttpResponse<String> refused = post(key, body);
            assertEquals(503, refused.statusCode());
            assertEquals("idempotency_unavailable", code(refused));
            assertEquals("1", header(refused, "retry-after"));
            assertEquals(0, asked());
            assertEquals(200, site.post(CHAT, body).statusCode(), "others are not concerned");
        } finally {
            sql("ALTER TABLE gateway.hidden RENAME TO idempotency");
        }
        assertEquals(200, post(key, body).statusCode());
    }

    @Test
    void keepsAnAnswerLaterWhenTheDatabaseIsAwayAtItsEnd() throws SQLException {
        site.one.does(new Script.Answer(11, 4, 100));
        String key = newKey();
        String body = Site.chat(true, "");
        String whole;
        try (RawClient caller = new RawClient(site.port())) {
            caller.send(withKey(key, body));
            caller.readUntil("t3 ");
            sql("ALTER TABLE gateway.idempotency RENAME TO hidden");
            whole = caller.readUntil("[DONE]");
        }
        assertTrue(whole.endsWith("[DONE]"), "the caller is not kept waiting");
        sql("ALTER TABLE gateway.hidden RENAME TO idempotency");
        Await.until(() -> post(key, body).statusCode() == 200, "it is kept after all");
        assertEquals("true", header(post(key, body), "idempotent-replayed"));
        assertEquals(1, asked());
    }

    @Test
    void forgetsWhatIsOld() throws SQLException {
        String key = newKey();
        String body = Site.chat(false, "");
        assertEquals(200, post(key, body).statusCode());
        sql("UPDATE gateway.idempotency SET keep_until = now() - interval '1 second'");
        Await.until(() -> rows() == 0, "it is swept");
        HttpResponse<String> anew = post(key, body);
        assertEquals("", header(anew, "idempotent-replayed"));
        assertEquals(2, asked());
    }

    private static String metrics() {
        return site.get("/metrics", site.adminKey()).body();
    }

    private static void sql(String statement) throws SQLException {
        try (Connection connection = TestPostgres.connect(site.postgres);
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    private static int rows() {
        try (Connection connection = TestPostgres.connect(site.postgres);
                Statement sql = connection.createStatement();
                var rows = sql.executeQuery("SELECT count(*) FROM gateway.idempotency")) {
            rows.next();
            return rows.getInt(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
